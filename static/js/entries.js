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

  document.addEventListener("input", (event) => {
    if (!event.target.matches("table.entries [data-last]")) return;
    const box = event.target.closest("tr").querySelector("input[name=same]");
    if (box) box.checked = false;
  });
})();
