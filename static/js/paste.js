// A column or block from Excel goes into the fields it fits, from the one in which it was pasted down and to the right:
// shown before it is taken. Two cells never become one number.
(() => {
  const dialog = document.getElementById("paste");
  const { read, write } = numbers;
  const FIGURE = "td > .typed-values > .typed-value > input[inputmode=decimal]:not(:disabled)";
  const PASTED = /"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*)/y;
  const cellsOf = (text) => {
    const rows = [[]];
    PASTED.lastIndex = 0;
    while (true) {
      const found = PASTED.exec(text);
      rows.at(-1).push((found[1] === undefined ? found[2] : found[1].replaceAll('""', '"')).trim());
      const end = text[PASTED.lastIndex];
      if (end === undefined) return rows;
      if (end === "\n") rows.push([]);
      PASTED.lastIndex += 1;
    }
  };
  const rowsFrom = (field) => {
    const rows = [...field.closest("table").querySelectorAll("tbody > tr")].filter((row) => row.querySelector(FIGURE));
    return rows.slice(rows.indexOf(field.closest("tr")));
  };
  // Each copied cell with the field for it, or none.
  const placed = (field, cells) => {
    const column = [...field.closest("tr").querySelectorAll(FIGURE)].indexOf(field);
    const rows = rowsFrom(field);
    return cells.flatMap((row, down) => row.map((text, right) => (
      { text, field: rows[down]?.querySelectorAll(FIGURE)[column + right] })));
  };

  let taking = [];
  const line = ({ text, field }) => {
    const row = dialog.querySelector("tbody").insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = field ? field.getAttribute("aria-label") : dialog.dataset.noField;
    row.append(head);
    const found = text ? read(text) : null;
    row.insertCell().textContent = field?.value || dialog.dataset.blank;
    const cell = row.insertCell();
    cell.className = "num";
    cell.textContent = found ? write(found.value) : text || dialog.dataset.blank;
    const why = field && text && !found ? dialog.dataset.noNumber : "";
    const doubt = found && field && !found.exact ? dialog.dataset.doubt.replace("{number}", write(found.value)) : "";
    if (doubt) cell.textContent = text;
    if (why || doubt) cell.append(" ", Object.assign(document.createElement("small"), { textContent: why || doubt }));
    row.classList.toggle("left-out", !field || !found);
    if (field && found) taking.push([field, write(found.value)]);
  };
  const show = (cells) => {
    taking = [];
    dialog.querySelector("tbody").replaceChildren();
    cells.forEach(line);
    const take = dialog.querySelector("[data-paste-take]");
    take.textContent = dialog.dataset.into.replace("{number}", taking.length);
    take.disabled = !taking.length;
    dialog.showModal();
    (taking.length ? take : dialog.querySelector("[data-paste-leave]")).focus();
  };
  const take = () => {
    dialog.close();
    taking.forEach(([field, text]) => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    taking.at(-1)?.[0].dispatchEvent(new Event("change", { bubbles: true }));
    taking.at(-1)?.[0].focus();
  };

  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches?.("input[inputmode=decimal]")) return;
    const text = event.clipboardData.getData("text").replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    if (dialog && field.matches(FIGURE)) {
      show(placed(field, cellsOf(text)));
      return;
    }
    field.setRangeText(text.replace(/[\t\n]+/g, " "), field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  dialog?.querySelector("[data-paste-take]").addEventListener("click", take);
  dialog?.querySelector("[data-paste-leave]").addEventListener("click", () => dialog.close());
})();
