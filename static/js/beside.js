// A difficulty typed beside the report is kept in this browser until it is raised, whatever happens to the page before.
(() => {
  const place = document.getElementById("raise-beside");
  const form = place?.closest("form");
  if (!form) return;
  const key = place.dataset.keep;
  const TEXT = "[name=difficulty-text]";
  const fields = () => [...place.querySelectorAll("input, select, textarea")];
  const links = () => [...document.querySelectorAll("#part-difficulties li a")];
  const plain = (text) => text.normalize("NFC").split(/\s+/).join(" ").trim();

  // Kept: the fields by name, and once they are on their way the addresses of what was listed before.
  const keep = (before) => {
    if (!fields().length) return;
    try {
      const words = Object.fromEntries(fields().map(({ name, value }) => [name, value]));
      if (place.querySelector(TEXT).value.trim()) localStorage.setItem(key, JSON.stringify({ words, before }));
      else localStorage.removeItem(key);
    } catch (full) {
      form.setAttribute("data-guard", ""); // nothing can be kept here: leaving asks first
    }
  };
  const fill = ({ words }) => fields().forEach((field) => { field.value = words[field.name] ?? field.value; });
  // The list names a difficulty by its words, long ones by their beginning.
  const isRaised = ({ words, before }) => {
    const text = plain(words["difficulty-text"]);
    const name = (link) => plain(link.textContent);
    return Boolean(before) && links().some((link) => !before.includes(link.getAttribute("href"))
      && (name(link) === text || (name(link).endsWith("…") && text.startsWith(name(link).slice(0, -1)))));
  };

  const bring = (kept) => fetch(place.querySelector("[hx-get]").getAttribute("hx-get"), { redirect: "error" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
    .then((html) => {
      const part = document.createElement("template");
      part.innerHTML = html;
      part.content.querySelector("[autofocus]")?.removeAttribute("autofocus"); // the page opens at its top
      if (!fields().length) place.replaceChildren(part.content); // or they were asked for meanwhile, and filled in
      fill(kept);
    }, () => {}); // they stay kept, and come back where the fields are asked for

  place.addEventListener("input", () => keep());
  form.addEventListener("submit", () => keep(links().map((link) => link.getAttribute("href"))));
  try {
    const read = () => JSON.parse(localStorage.getItem(key) || "null");
    document.addEventListener("htmx:afterSwap", ({ target }) => { if (target === place && read()) fill(read()); });
    const kept = read();
    if (fields().length) keep();
    else if (kept && isRaised(kept)) localStorage.removeItem(key);
    else if (kept) bring(kept);
  } catch (unavailable) {
    form.setAttribute("data-guard", "");
  }
})();
