// Rules of a template: a new row from the blank one, and buttons that move a row. Without it there is one blank row and a
// number for each place.
(() => {
  const form = document.getElementById("rules");
  if (!form) return;
  const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-rule]")];
  const place = (row) => row.querySelector("[name$='-ORDER']");

  // A row's fields are numbered in their names; the form says how many there are.
  const add = (list) => {
    const total = form.elements[`${list.dataset.rules}-TOTAL_FORMS`];
    const [blank] = rowsOf(list).slice(-1);
    const row = blanks.get(list).cloneNode(true);
    const number = total.value;
    row.querySelectorAll("[name], [id], [for], [data-only-for]").forEach((each) => {
      ["name", "id", "for", "data-only-for"].forEach((name) => {
        const value = each.getAttribute(name);
        if (value) each.setAttribute(name, value.replace(/-\d+-/, `-${number}-`));
      });
    });
    total.value = String(Number(number) + 1);
    blank.after(row);
    order(list);
    const text = row.querySelector("textarea");
    text.dispatchEvent(new Event("prose:added", { bubbles: true }));
    row.querySelector("select").focus();
  };
  const order = (list) => rowsOf(list).forEach((row, number) => {
    place(row).value = String(number + 1);
    row.querySelector("[data-rule-number]").textContent = String(number + 1);
  });
  const move = (row, by) => {
    const list = row.parentElement;
    const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!beside) return;
    if (by < 0) beside.before(row);
    else beside.after(row);
    order(list);
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const lists = [...form.querySelectorAll("[data-rules]")];
  const blanks = new Map(lists.map((list) => [list, rowsOf(list).at(-1).cloneNode(true)]));
  lists.forEach(order);
  form.querySelectorAll("[data-rule-add]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => add(button.closest("fieldset").querySelector("[data-rules]")));
  });
  // Alt and an arrow move the row that is being written.
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-rule]");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const { activeElement } = document;
    move(row, event.key === "ArrowUp" ? -1 : 1);
    activeElement.focus();
  });
  // A place that is typed moves the row there.
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[name$='-ORDER']")) return;
    const row = event.target.closest("[data-rule]");
    const others = rowsOf(row.parentElement).filter((each) => each !== row);
    const before = others[Math.max(0, Number(event.target.value) - 1)];
    if (before) before.before(row);
    else row.parentElement.append(row);
    order(row.parentElement);
  });
})();
