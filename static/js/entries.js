// Typing a report: "unchanged" shows the last period's figures at once, and typing anew takes the tick away.
(() => {
  const fields = (row) => [...row.querySelectorAll("[data-last]")];

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches("table.entries input[name=same]")) return;
    fields(box.closest("tr")).forEach((field) => {
      if (box.checked) {
        field.dataset.typed = field.value;
        field.value = field.dataset.last;
      } else if (field.dataset.typed !== undefined) {
        field.value = field.dataset.typed;
      }
    });
  });

  // Two cells of a sheet stay two numbers: a browser drops the line end between them, and 12⏎345 would be 12345.
  document.addEventListener("paste", (event) => {
    const field = event.target;
    const text = event.clipboardData.getData("text").trim();
    if (!field.matches?.("input[inputmode=decimal]") || !/[\t\r\n]/.test(text)) return;
    event.preventDefault();
    field.setRangeText(text.replace(/[\t\r\n]+/g, " "), field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("table.entries [data-last]")) return;
    const box = event.target.closest("tr").querySelector("input[name=same]");
    if (box) box.checked = false;
  });
})();
