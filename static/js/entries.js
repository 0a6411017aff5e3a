// Typing a report: a tick shows the last period's figures or those of the months at once, typing anew takes it away.
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
    if (!event.target.matches("table.entries [data-last], table.entries [data-months]")) return;
    event.target.closest("tr").querySelectorAll("input[name=same], input[name=months]").forEach((box) => {
      box.checked = false;
    });
  });
})();
