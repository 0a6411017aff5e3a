// Typing a report, a unit's or the ward's, loses no keystroke: what differs from the last save is kept in this browser at once, and sent at a
// pause or when a field is left. The server alone says what holds and what it asks about.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 1200; // milliseconds after the last key
  const APART = Number(form.dataset.apart) || 2000; // between two sends
  const RETRY = 10000;
  const LONGEST_ON_LEAVING = 60000; // what a browser sends of a page that is being left
  const line = document.getElementById("saved");
  const { seen } = form.elements;
  const fields = [...form.querySelectorAll("[name^='initial-']")].map((initial) => {
    const name = initial.name.slice("initial-".length);
    return { name, initial, field: form.elements[name] };
  });
  const byName = new Map(fields.map((each) => [each.name, each]));
  const wrong = new Map(); // name → { value, sentence } of what the server did not take
  let onItsWay = new Map();
  let settled = line.textContent; // what the line says where all is saved
  let sentAt = 0;
  let timer = 0;
  let sending = null;
  let stopped = false;

  // What is kept here: { name: [as it was, as it is now, as it was on its way] } by person, report and version.
  const store = {
    keys: () => Object.keys(localStorage).filter((place) => /^\d+$/.test(place.slice(form.dataset.keep.length))
      && place.startsWith(form.dataset.keep)),
    read: (key) => JSON.parse(localStorage.getItem(key) || "{}"),
    write: (key, kept) => {
      if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept));
      else localStorage.removeItem(key);
    },
  };
  const key = () => form.dataset.keep + seen.value;
  const newest = `${form.dataset.keep}newest`; // the version that the last answer told
  const differing = () => fields.filter(({ field, initial }) => field.value !== initial.value);
  const keep = () => {
    try {
      localStorage.setItem(newest, seen.value);
      store.write(key(), Object.fromEntries(differing().map(({ name, initial, field }) => (
        [name, [initial.value, field.value, onItsWay.get(name)]]))));
    } catch (full) {
      form.setAttribute("data-guard", ""); // nothing can be kept here: leaving asks first
    }
  };

  const forget = () => {
    try {
      localStorage.removeItem(key());
    } catch (unavailable) {
      // what was never kept need not go
    }
  };

  // One value is written in several ways: 1234 and 1.234, 85,0 and 85, text with spaces around it. The server keeps one.
  const NUMBER = /^[+-]?(?:\d+|[1-9]\d{0,2}([.\u00a0])\d{3}(?:\1\d{3})*)(?:,\d+)?$/;
  const meaning = ({ field }, text) => {
    const words = text.normalize("NFC").replace(/\r\n?/g, "\n").trim();
    if (field.tagName === "TEXTAREA") return words;
    const number = words.replace(/\u202f/g, "\u00a0").replace(/\s*%$/, "");
    if (field.inputMode !== "decimal" || !NUMBER.test(number)) return words.split(/\s+/).join(" ");
    return number.replace(/[.\u00a0+]/g, "").replace(/^0+(?=\d)/, "").replace(/,0*$|(,\d*[1-9])0+$/, "$1");
  };
  const means = (each, text) => typeof text === "string" && meaning(each, text) === meaning(each, each.field.value);

  // A ratio's two numbers go together; what was refused goes again when it has changed.
  const partner = (name) => byName.get(name.replace(/_(numerator|denominator)$/, (_all, part) => (
    part === "numerator" ? "_denominator" : "_numerator")));
  const toSend = () => {
    const fresh = differing().filter(({ name, field }) => wrong.get(name)?.value !== field.value);
    return [...new Set(fresh.flatMap((each) => [each, partner(each.name)]))];
  };

  const say = (sentence, button) => {
    line.replaceChildren(sentence, ...(button ? [" ", button] : []));
  };
  const compareButton = (act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet btn-sm";
    button.textContent = line.dataset.compare;
    button.addEventListener("click", act);
    return button;
  };
  const signInLink = () => {
    const link = document.createElement("a");
    link.href = `${document.body.dataset.signIn}?next=${encodeURIComponent(window.location.pathname)}`;
    link.textContent = line.dataset.signIn;
    return link;
  };
  const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const token = () => cookie() || form.elements.csrfmiddlewaretoken.value;

  // The sentence that the page was loaded with, where a field was refused.
  const standing = (field) => document.getElementById(`${field.id}_error`);
  // What is wrong stands at its field once the person has left the row.
  const showWrong = () => fields.forEach(({ name, field }) => {
    const fault = wrong.get(name);
    const here = field.closest("tr")?.contains(document.activeElement) || field === document.activeElement;
    const note = document.getElementById(`wrong-${name}`);
    if (!fault || fault.value !== field.value || !fault.sentence) {
      note?.remove();
      if (note) field.removeAttribute("aria-invalid");
    } else if (standing(field)) {
      standing(field).firstElementChild.textContent = fault.sentence;
    } else if (!note && !here) {
      const list = document.createElement("ul");
      list.className = "errorlist";
      list.id = `wrong-${name}`;
      list.append(Object.assign(document.createElement("li"), { textContent: fault.sentence }));
      field.after(list);
      field.setAttribute("aria-invalid", "true");
    }
  });

  // A row as it was saved: what it asks about, whether it is filled, the year to date with it.
  const showRow = (anchor, told) => {
    const row = document.getElementById(anchor);
    const asks = document.getElementById(`asks-${anchor}`);
    const year = document.getElementById(`year-${anchor}`);
    row.toggleAttribute("data-filled", told.filled);
    row.toggleAttribute("data-missing", told.missing);
    asks?.replaceChildren(...told.asks.map((sentence) => (
      Object.assign(document.createElement("p"), { className: "ask", textContent: sentence }))));
    if (told.asks.length) row.querySelector("details.why").open = true;
    if (year) year.textContent = told.year || "–";
  };
  // What is filled and what is missing, counted anew over the rows of the page.
  const FIELDS = /^section-/;
  const kindOf = (row) => (row.hasAttribute("data-filled") ? "explain" : row.dataset.part.replace(FIELDS, "fields-"));
  const recount = (unanswered) => {
    document.querySelectorAll("[data-filled-of]").forEach((place) => {
      const rows = `tr[data-part="${place.dataset.filledOf}"]`;
      const counts = [`${rows}[data-filled]`, rows].map((each) => document.querySelectorAll(each).length);
      place.textContent = counts.join("/");
    });
    document.querySelectorAll("[data-written-of]").forEach((place) => {
      const written = Boolean(form.elements[place.dataset.writtenOf]?.value.trim());
      place.textContent = written ? "✓" : "–";
      place.setAttribute("aria-label", written ? place.dataset.written : place.dataset.blank);
    });
    const missing = [...document.querySelectorAll("tr[data-missing]")];
    document.querySelectorAll("[data-missing-of]").forEach((link) => {
      const rows = missing.filter((row) => kindOf(row).split("-")[0] === link.dataset.missingOf);
      link.hidden = !rows.length;
      link.querySelector(".count").textContent = String(rows.length);
      if (rows.length) link.href = `#${rows[0].id}`;
    });
    const all = document.querySelector("[data-missing-all]");
    const blank = document.querySelector("tr[data-part]:not([data-filled])");
    if (all) all.textContent = unanswered ? `${all.dataset.some} ${unanswered}` : all.dataset[blank ? "blank" : "none"];
  };
  const settle = (told, sent) => {
    forget();
    seen.value = told.version;
    sent.forEach((value, name) => {
      if (told.saved.includes(name)) {
        byName.get(name).initial.value = value;
        wrong.delete(name);
        standing(byName.get(name).field)?.remove();
      } else {
        wrong.set(name, { value, sentence: told.errors[name] || "" });
      }
    });
    Object.entries(told.rows || {}).forEach(([anchor, row]) => {
      const why = byName.get(`${anchor}_explanation`);
      if (why && why.field.value === why.initial.value) why.field.value = row.reason;
      if (why) why.initial.value = row.reason;
      showRow(anchor, row);
    });
    if (told.unanswered !== undefined) recount(told.unanswered);
    onItsWay = new Map();
    keep();
    showWrong();
    settled = told.words;
    say(differing().some(({ name }) => wrong.has(name)) ? line.dataset.waiting : settled);
  };

  const refused = (told) => {
    stopped = true;
    say(told.message, told.state === "conflict" ? compareButton(() => form.requestSubmit()) : null);
  };
  const later = (sentence, button) => {
    say(sentence, button);
    schedule(RETRY);
  };
  const heard = async (answer, sent, known) => {
    if (answer.type === "opaqueredirect" || (answer.status === 403 && !known)) later(line.dataset.signedOut, signInLink());
    else if (answer.ok) settle(await answer.json(), sent);
    else if (answer.status === 409) refused(await answer.json());
    else later(line.dataset.failed);
  };
  const send = async () => {
    if (stopped || sending) return sending;
    const changed = toSend();
    if (!changed.length) {
      if (!differing().length) say(settled);
      return null;
    }
    const sent = new Map(changed.map(({ name, field }) => [name, field.value]));
    const body = new URLSearchParams([["seen", seen.value], ...sent]);
    const known = Boolean(cookie()); // without it the session is gone, and the refusal sets a new one
    sentAt = Date.now();
    onItsWay = sent;
    keep();
    say(line.dataset.saving);
    sending = fetch(form.dataset.autosave, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token() },
      redirect: "manual",
      keepalive: body.toString().length < LONGEST_ON_LEAVING,
    }).then((answer) => heard(answer, sent, known), () => later(line.dataset.offline));
    await sending;
    sending = null;
    onItsWay = new Map();
    if (!stopped && toSend().length && !timer) schedule(PAUSE);
    return null;
  };
  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; send(); }, Math.max(delay, sentAt + APART - Date.now()));
  }

  form.addEventListener("input", () => { keep(); schedule(PAUSE); });
  document.addEventListener("change", (event) => {
    if (event.target.form !== form) return;
    keep();
    schedule(0);
  });
  form.addEventListener("focusout", () => setTimeout(showWrong));
  window.addEventListener("online", () => schedule(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  window.addEventListener("pagehide", () => { send(); });

  // The buttons send the whole form: not while a save is on its way, not into the void, and not before what is kept
  // here has been saved once, whose answer clears it.
  let tried = false;
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    const unsaved = !stopped && !tried && toSend().length > 0;
    if (!navigator.onLine) {
      event.preventDefault();
      say(line.dataset.offline);
    } else if (sending || unsaved) {
      event.preventDefault();
      tried = !sending;
      (sending || send()).then(() => setTimeout(() => form.requestSubmit(submitter)));
    } else {
      stopped = true;
      clearTimeout(timer);
    }
  });

  // What an earlier page could not send comes back into its fields; where the report was saved since, both are shown.
  const compareOlder = (kept, version) => {
    Object.entries(kept).forEach(([name, [was, now]]) => {
      const each = byName.get(name);
      if (each) [each.initial.value, each.field.value] = [was, now];
    });
    seen.value = version;
    form.requestSubmit();
  };
  const restore = (place) => {
    const [kept, version] = [store.read(place), place.slice(form.dataset.keep.length)];
    const isHere = (name, text) => means(byName.get(name), text);
    const left = Object.entries(kept).filter(([name, [, now]]) => byName.has(name) && !isHere(name, now));
    if (version === seen.value || left.every(([name, [was, , sent]]) => isHere(name, was) || isHere(name, sent))) {
      left.forEach(([name, [, now]]) => { byName.get(name).field.value = now; });
      if (version !== seen.value) localStorage.removeItem(place);
      keep();
      if (differing().length) schedule(0);
    } else {
      stopped = true;
      say(line.dataset.older, compareButton(() => compareOlder(kept, version)));
    }
  };
  // A page that was asked for while a save was on its way may be older than the save: it is asked for once more.
  const outrun = () => {
    const version = localStorage.getItem(newest) || "0";
    if (Number(version) <= Number(seen.value) || document.querySelector(".error-summary")) return false;
    if (sessionStorage.getItem(newest) === version) return false;
    sessionStorage.setItem(newest, version);
    stopped = true;
    window.location.reload();
    return true;
  };
  try {
    if (outrun()) return;
    store.keys().forEach(restore);
    form.removeAttribute("data-guard");
  } catch (unavailable) {
    form.setAttribute("data-guard", "");
  }
})();
