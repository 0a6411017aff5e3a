// Numbers as they are typed: what a figure is read as stands below it; the decimal key of a keypad, a comma or a point,
// is understood where it cannot group thousands; a year to date that is typed gives the period's number.
const numbers = (() => {
  const VIETNAMESE = /^[+-]?(?:\d+|[1-9]\d{0,2}([.\u00a0])\d{3}(?:\1\d{3})*)(?:,\d+)?$/;
  const ENGLISH = /^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,}|\d*\.(?:\d{1,2}|\d{4})|0\.\d{1,4}|\d{4,}\.\d{1,4})$/;
  const plain = (text) => text.normalize("NFC").replace(/[\u202f\u00a0]/g, "\u00a0").replace(/\u2212/g, "-").trim()
    .replace(/\s*%$/, "");

  // { value, exact } of a text, value being its digits with a point before the decimals; null where it is no number.
  // Not exact: written the English way, which can be meant in no other.
  const read = (text) => {
    const words = plain(text);
    if (VIETNAMESE.test(words)) return { value: words.replace(/[.\u00a0+]/g, "").replace(",", "."), exact: true };
    if (ENGLISH.test(words)) return { value: words.replace(/[,+]/g, "").replace(/^\./, "0."), exact: false };
    return null;
  };
  // "1234.5" as it is written here: 1.234,5.
  const write = (value) => {
    const [whole, decimals = ""] = value.replace("-", "").split(".");
    const grouped = whole.replace(/^0+(?=\d)/, "").replace(/\B(?=(?:\d{3})+$)/g, ".");
    const part = decimals.replace(/0+$/, "");
    return `${value.startsWith("-") ? "-" : ""}${grouped}${part ? `,${part}` : ""}`;
  };
  const PLACES = 4;
  const scaled = (value) => {
    const [whole, decimals = ""] = value.split(".");
    return BigInt(whole.replace("+", "") + decimals.slice(0, PLACES).padEnd(PLACES, "0"));
  };
  // The difference of two values as `read` gives them, exact.
  const less = (from, value) => {
    const found = scaled(from) - scaled(value);
    const digits = String(found < 0n ? -found : found).padStart(PLACES + 1, "0");
    return `${found < 0n ? "-" : ""}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
  };
  return { read, write, less };
})();

(() => {
  const FIGURES = "table.entries input[inputmode=decimal]";
  const isFigure = (element) => element.matches?.(FIGURES);
  const words = document.querySelector("[data-read-as]")?.dataset;
  const changed = (field) => {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // What is read stands below the field as soon as it is written otherwise than the page would.
  const note = (field) => {
    let place = field.parentElement.querySelector(".read-as");
    if (!place && words) {
      place = Object.assign(document.createElement("output"), { className: "read-as" });
      place.htmlFor = field.id;
      field.parentElement.append(place);
    }
    return place;
  };
  const tell = (field) => {
    const place = note(field);
    if (!place) return;
    const found = field.value.trim() ? numbers.read(field.value) : null;
    const written = found && numbers.write(found.value);
    const typed = field.value.trim().replace(/\s*%$/, "");
    const grouped = /^[1-9]\d{0,2}\.\d{3}$/.test(typed) && "pressed" in field.dataset;
    place.replaceChildren(written && (written !== typed || grouped) ? words.readAs.replace("{number}", written) : "");
    if (!grouped) return;
    const meant = numbers.write(typed);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn-plain" });
    button.textContent = words.meant.replace("{number}", meant);
    button.addEventListener("click", () => {
      delete field.dataset.pressed;
      field.value = meant;
      changed(field);
      tell(field);
      field.focus();
    });
    place.append(" ", button);
  };
  document.addEventListener("beforeinput", (event) => {
    if (isFigure(event.target) && event.data === "." && !event.isComposing) event.target.dataset.pressed = "";
  });
  document.addEventListener("input", (event) => {
    if (!isFigure(event.target) || event.isComposing) return;
    tell(event.target);
    if (event.target.dataset.before !== undefined) month(event.target);
  });
  // A point that only decimals can follow becomes the comma that is kept, once the field is left: not while it is typed.
  document.addEventListener("change", (event) => {
    if (!isFigure(event.target)) return;
    const found = numbers.read(event.target.value);
    if (found && !found.exact) {
      event.target.value = numbers.write(found.value);
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  // The year to date: the period is what is new in it. One below 0 asks, and changes nothing.
  function month(field) {
    const target = document.getElementById(field.dataset.month);
    const place = note(field);
    const found = field.value.trim() ? numbers.read(field.value) : null;
    if (!found || !target || !place) return;
    const before = numbers.read(field.dataset.before);
    const value = numbers.less(found.value, before.value);
    const told = { month: numbers.write(value), before: field.dataset.before };
    const sentence = value.startsWith("-") ? words.below : words.month;
    place.textContent = sentence.replace(/\{(\w+)\}/g, (_all, name) => told[name]);
    place.classList.toggle("ask", value.startsWith("-"));
    if (value.startsWith("-")) return;
    target.value = told.month;
    changed(target);
  }
})();
