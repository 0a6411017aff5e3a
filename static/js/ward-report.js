// Editing the report's words: one click puts a reference where the cursor was last.
(() => {
  let field = document.querySelector("#narrative textarea");

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("#narrative textarea")) field = event.target;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button || !field) return;
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
})();
