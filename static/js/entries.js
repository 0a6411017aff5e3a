// Typing a report: a tick shows the last period's figures or those of the months at once, typing anew takes it away;
// Tab goes from value to value; texts grow with what is in them.
(() => {
  const given = { same: "last", months: "months" }; // a tick's name, and the data of a field that it puts there

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches("table.entries input[name=same], table.entries input[name=months]")) return;
    const from = given[box.name];
    box.closest("tr").querySelectorAll(`[data-${from}]`).forEach((field) => {
      if (box.checked) {
        field.dataset.typed = field.value;
        field.value = field.dataset[from];
      } else if (field.dataset.typed !== undefined) {
        field.value = field.dataset.typed;
      }
      grow(field);
    });
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("table.entries [data-last], table.entries [data-months]")) return;
    event.target.closest("tr").querySelectorAll("input[name=same], input[name=months]").forEach((box) => {
      box.checked = false;
    });
  });

  // Tab walks values alone: what else a row has is reached by F2, one after the other, and by touch and mouse as before.
  const ROW = "table.entries > tbody > tr";
  const BESIDE = "a, summary, input[type=checkbox], .totals input, .why input[name$=_note]";
  const beside = (row) => [...row.querySelectorAll(BESIDE)];
  document.querySelectorAll(ROW).forEach((row) => beside(row).forEach((each) => { each.tabIndex = -1; }));
  document.addEventListener("keydown", (event) => {
    const row = event.key === "F2" && event.target.closest?.(ROW);
    if (!row) return;
    event.preventDefault();
    const seen = beside(row).filter((each) => each.checkVisibility?.() ?? each.offsetParent !== null);
    const next = seen.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
    (seen[next] ?? row.querySelector(".typed-value input:not([type=hidden]), .typed-value select, .typed-value textarea"))?.focus();
  });

  // Where the browser does not grow a text by itself (field-sizing), its height follows its lines.
  const byItself = CSS.supports("field-sizing", "content");
  function grow(field) {
    if (byItself || field.tagName !== "TEXTAREA" || field.classList.contains("visually-hidden")) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }
  document.addEventListener("input", (event) => grow(event.target));
  document.querySelectorAll("form#entries textarea").forEach(grow);
})();
