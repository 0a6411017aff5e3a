// The rows of a table, typed cell by cell: the text of the field, a line each, stays what is saved.
(() => {
  const BAR = " | ";
  const cellsOf = (line) => line.split(line.includes("\t") ? "\t" : "|").map((cell) => cell.trim());
  const PASTED = /"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*)/y;
  // A table from Excel: tabs part cells, and a cell of several lines stands within quotation marks.
  const pastedRows = (text) => {
    const rows = [[]];
    PASTED.lastIndex = 0;
    while (true) {
      const found = PASTED.exec(text);
      const cell = found[1] === undefined ? found[2] : found[1].replaceAll('""', '"');
      rows.at(-1).push(cell.replace(/\s+/g, " ").replaceAll("|", "/").trim());
      const end = text[PASTED.lastIndex];
      if (end === undefined) return rows.filter((cells) => cells.some(Boolean));
      if (end === "\n") rows.push([]);
      PASTED.lastIndex += 1;
    }
  };
  const linesOf = (text) => text.split("\n").filter((line) => line.replace(/[|\s]/g, ""));

  document.querySelectorAll("textarea[data-rows]").forEach((field) => {
    const heads = field.dataset.rows.split(BAR);
    const { add: addWords, remove: removeWords, wide: wideWords } = field.closest("[data-add]").dataset;
    const box = document.createElement("div");
    const table = document.createElement("table");
    const wide = Object.assign(document.createElement("p"), { className: "errorlist" });
    wide.setAttribute("role", "alert");
    let written = null; // the text that the cells show

    const write = () => {
      const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")].map((cell) => cell.value.trim()));
      written = rows.filter((cells) => cells.some(Boolean)).map((cells) => cells.join(BAR)).join("\n");
      field.value = written;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const addRow = (cells) => {
      const row = table.tBodies[0].insertRow();
      heads.forEach((head, place) => {
        const cell = document.createElement("input");
        cell.value = cells[place] || "";
        cell.placeholder = head;
        cell.disabled = field.disabled;
        cell.setAttribute("aria-label", `${field.getAttribute("aria-label")}, ${row.rowIndex}: ${head}`);
        row.insertCell().append(cell);
      });
      if (field.disabled) return row;
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: "×" });
      button.setAttribute("aria-label", `${removeWords} ${row.rowIndex}`);
      button.addEventListener("click", () => {
        row.remove();
        write();
      });
      row.insertCell().append(button);
      return row;
    };
    const show = () => {
      if (field.value === written) return;
      written = field.value;
      table.tBodies[0].replaceChildren();
      linesOf(written).map(cellsOf).forEach(addRow);
      if (!table.tBodies[0].rows.length && !field.disabled) addRow([]);
    };

    const head = table.createTHead().insertRow();
    heads.forEach((words) => {
      head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: words }));
    });
    table.createTBody();
    table.addEventListener("input", (event) => {
      event.stopPropagation();
      event.target.value = event.target.value.replaceAll("|", "/");
      write();
    });
    table.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      if (!/[\t\n]/.test(text.trim())) return;
      event.preventDefault();
      const rows = pastedRows(text.replace(/\r\n?/g, "\n").replace(/\n+$/, ""));
      wide.textContent = rows.some((cells) => cells.length > heads.length) ? wideWords : "";
      if (wide.textContent) return;
      rows.forEach(addRow);
      write();
    });
    box.className = "rows";
    box.append(wide, table);
    if (!field.disabled) {
      const more = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: addWords });
      more.addEventListener("click", () => addRow([]).querySelector("input").focus());
      box.append(more);
    }
    field.classList.add("visually-hidden");
    field.tabIndex = -1;
    field.setAttribute("aria-hidden", "true");
    field.closest("td").querySelector(".rows-help")?.remove();
    field.after(box);
    show();
    document.addEventListener("change", () => setTimeout(show)); // a tick puts the last period's rows there
  });
})();
