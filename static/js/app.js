// What every page does beyond HTML. Each page reads and submits without it.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  // Menus are <details>: closed by Escape, by a click elsewhere, and by opening another.
  const closeMenus = (except) => all("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

  // Light, dark, or as the system has it.
  const showTheme = () => {
    const choice = localStorage.getItem("theme") || "auto";
    all("[data-theme-choice]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    });
  };
  const chooseTheme = (choice) => {
    localStorage.setItem("theme", choice);
    document.dispatchEvent(new Event("theme:chosen"));
    showTheme();
  };
  showTheme();

  // Hints are shown until they are dismissed, once for each person's browser: theme.js leaves out those that were.
  const hintKey = (hint) => `hint:${hint.dataset.hint}`;
  document.addEventListener("click", (event) => {
    const again = event.target.closest("[data-hints-again]");
    if (!again) return;
    Object.keys(localStorage).filter((key) => key.startsWith("hint:")).forEach((key) => localStorage.removeItem(key));
    window.location.assign(again.dataset.back);
  });
  const dismissHint = (hint) => {
    localStorage.setItem(hintKey(hint), "read");
    hint.hidden = true;
  };

  // A time shows its other form when it is tapped: in words, or to the minute.
  const turnTime = (time) => {
    const words = time.textContent.trim();
    time.textContent = time.title;
    time.title = words;
  };

  // Check boxes for bulk work: data-check-all names the boxes, data-check-count shows how many are ticked.
  const countChecks = (form) => {
    const boxes = all("input[type=checkbox]:not([data-check-all])", form);
    const ticked = boxes.filter((box) => box.checked).length;
    const places = [...all("[data-check-count]", form), ...all(`[data-check-count="${CSS.escape(form.id)}"]`)];
    places.forEach((place) => { place.textContent = String(ticked); });
    all("[data-check-all]", form).forEach((box) => {
      box.checked = ticked > 0 && ticked === boxes.length;
      box.indeterminate = ticked > 0 && ticked < boxes.length;
    });
  };
  all("[data-check-count]").forEach((place) => {
    const form = document.getElementById(place.dataset.checkCount) || place.closest("form");
    if (form) countChecks(form);
  });
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.form) return;
    if (box.dataset.checkAll) {
      all(`input[type=checkbox][name="${CSS.escape(box.dataset.checkAll)}"]`, box.form).forEach((each) => {
        if (!each.disabled) each.checked = box.checked;
      });
    }
    countChecks(box.form);
  });

  // A field of which data-only-for names another counts where that one says one of data-only-value, or anything at all:
  // it is shown only then. What data-follows another has its value, so that the server knows what was shown.
  const isShown = (field) => {
    const named = field.form.elements[field.dataset.onlyFor];
    const chosen = named && !named.closest(".field").hidden ? named.value : "";
    return field.dataset.onlyValue ? field.dataset.onlyValue.split(" ").includes(chosen) : chosen !== "";
  };
  const showOnly = () => {
    all("[data-only-for]").forEach((field) => { field.closest(".field").hidden = !isShown(field); });
    all("[data-follows]").forEach((field) => { field.value = field.form.elements[field.dataset.follows].value; });
  };
  showOnly();
  document.addEventListener("change", (event) => { if (event.target.form) showOnly(); });

  document.addEventListener("click", (event) => {
    const { target } = event;
    const theme = target.closest("[data-theme-choice]");
    const dismiss = target.closest("[data-dismiss]");
    const time = target.closest("time[title]");
    if (theme) chooseTheme(theme.dataset.themeChoice);
    if (dismiss) dismissHint(dismiss.closest("[data-hint]"));
    if (time && !time.closest("a, button")) turnTime(time);
    if (target.closest("[data-shortcuts]")) document.getElementById("shortcuts").showModal();
  });

  // Leaving with something unsaved asks first; sending a guarded form does not.
  const unsaved = new Set();
  const guarded = (event) => event.target.closest?.("form[data-guard]");
  document.addEventListener("input", (event) => { if (guarded(event)) unsaved.add(guarded(event)); });
  document.addEventListener("submit", (event) => { unsaved.delete(event.target); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && guarded(event)) unsaved.delete(guarded(event));
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });

  // A second press of the same button, while its form is on its way, sends nothing: the answer to the first is shown.
  const ON_ITS_WAY = 3000; // ms, after which a button may be pressed again: an answer may be a file, or get lost
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    const last = sent.get(form);
    if (last && last.button === event.submitter && event.timeStamp - last.at < ON_ITS_WAY) event.preventDefault();
    else sent.set(form, { button: event.submitter, at: event.timeStamp });
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) all("form").forEach((form) => sent.delete(form)); });

  // What this browser keeps for a person goes when they sign out, or when it has been sent for good.
  document.addEventListener("submit", (event) => {
    const prefix = event.target.dataset.clears;
    if (!prefix) return;
    Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key));
  });

  // A button copies the words of a field.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-copies]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copies);
    field.select();
    navigator.clipboard.writeText(field.value).then(() => { button.textContent = button.dataset.copied; }, () => document.execCommand("copy"));
  });

  // Keys: / searches, ? lists the keys, g and a letter goes to a page.
  let waitsForPage = false;
  const goTo = (letter) => {
    const link = document.querySelector(`a[data-key="${CSS.escape(letter)}"]`);
    if (link) window.location.assign(link.href);
  };
  const pageKey = (event) => {
    if (waitsForPage) {
      waitsForPage = false;
      goTo(event.key.toLowerCase());
    } else if (event.key === "g") {
      waitsForPage = true;
      setTimeout(() => { waitsForPage = false; }, 1500);
    } else if (event.key === "?") {
      document.getElementById("shortcuts").showModal();
    } else if (event.key === "/") {
      const search = document.querySelector("main input[type=search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
    }
  };

  // Entries are typed through like a sheet: Enter and the arrows move from cell to cell.
  const cells = (row) => all("input:not([type=hidden], [type=checkbox]), select", row)
    .filter((cell) => !cell.disabled && cell.offsetParent);
  const cellBeside = (cell, down, right) => {
    const row = cell.closest("tr");
    const column = cells(row).indexOf(cell);
    if (right) return cells(row)[column + right];
    const rows = all("tbody tr", cell.closest("table")).filter((each) => cells(each).length);
    const next = rows[rows.indexOf(row) + down];
    return next && cells(next)[Math.min(column, cells(next).length - 1)];
  };
  const atEdge = (cell, right) => {
    if (cell.selectionStart === null || cell.selectionStart === undefined) return false;
    const edge = right > 0 ? cell.value.length : 0;
    return cell.selectionStart === cell.selectionEnd ? cell.selectionStart === edge
      : cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  };
  const MOVES = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  const entryKey = (event) => {
    const cell = event.target;
    const move = MOVES[event.key];
    if (!move || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (cell.tagName === "SELECT" && event.key !== "Enter") return;
    const [down, right] = event.key === "Enter" && event.shiftKey ? [-1, 0] : move;
    if (right && !atEdge(cell, right)) return;
    const next = cellBeside(cell, down, right);
    if (next || event.key === "Enter") event.preventDefault();
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  };

  // The search over everything: a dialog on most pages, the field itself on the page of the search.
  const find = () => {
    const finder = document.getElementById("finder");
    if (finder) finder.showModal();
    else document.querySelector("main input[type=search]")?.focus();
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-finder]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    find();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      find();
    } else if (event.key === "Escape") {
      document.getElementById("finder")?.close(); // a search field takes the key for itself
      const open = document.querySelector("details.menu[open] > summary");
      closeMenus(null);
      if (open) open.focus();
    } else if (event.target.matches("table.entries input:not([type=checkbox]), table.entries select")) {
      entryKey(event);
    } else if (!typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      pageKey(event);
    }
  });

  // A day reads dd/mm/yyyy however it was typed: 5.11.2026, 05112026 or 2026-11-05.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[data-day]")) return;
    const typed = event.target.value.trim();
    const found =
      typed.match(/^(?<day>\d{1,2})[\/.-](?<month>\d{1,2})[\/.-](?<year>\d{4})(?<rest>\b.*)$/) ||
      typed.match(/^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})(?<rest>)$/) ||
      typed.match(/^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[T ]?(?<rest>.*)$/);
    if (!found) return;
    const { day, month, year, rest } = found.groups;
    event.target.value = `${day.padStart(2, "0")}/${month.padStart(2, "0")}/${year} ${rest.trim()}`.trim();
  });

  // Where a picture of the flow is wider than the page, it opens at the step that is current.
  all(".flow-picture").forEach((picture) => {
    const current = picture.querySelector(".current");
    if (!current) return;
    const [box, step] = [picture.getBoundingClientRect(), current.getBoundingClientRect()];
    picture.scrollLeft += step.left - box.left - (box.width - step.width) / 2;
  });

  // What went wrong is read first: at load, and where htmx has put a new summary.
  const readErrors = (root) => root.querySelector(".error-summary")?.focus();
  readErrors(document);
  document.addEventListener("htmx:afterSwap", (event) => readErrors(event.target));

  // A refused request is told in the live line; a session that ended leads back to signing in.
  const messages = document.getElementById("messages");
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    const path = new URL(xhr.responseURL || window.location.href).pathname;
    if (path === document.body.dataset.signIn) {
      event.detail.shouldSwap = false;
      window.location.reload();
    } else if (xhr.status >= 400 && xhr.status !== 422) {
      const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
      const sentence = page.querySelector("[data-message]");
      event.detail.shouldSwap = false;
      tell(sentence ? sentence.textContent.trim() : messages.dataset.failed);
    }
  });
  document.addEventListener("htmx:sendError", () => tell(messages.dataset.offline));
  function tell(sentence) {
    const line = document.createElement("p");
    line.className = "notice error";
    line.textContent = sentence;
    messages.replaceChildren(line);
    messages.scrollIntoView({ block: "nearest" });
  }
})();
