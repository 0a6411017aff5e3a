// Text edited as it will stand in the document: ProseMirror over each textarea marked data-prose. The textarea keeps the
// text that is stored and sent; figures and names stand in the editor as chips. Where the editor cannot be loaded the
// textarea stays.
(() => {
  const home = document.querySelector("[data-editor]");
  const fields = [...document.querySelectorAll("textarea[data-prose]")];
  if (!home || !fields.length) return;
  const words = home.dataset;
  const MOST_SHOWN = 40; // entries of the list that "/" opens
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

  // What may be put in: the buttons of the list beside the text. data-insert is what is stored, data-shows how it reads.
  const canonical = (typed) => typed.normalize("NFC").toLowerCase().replace(/\s+/g, " ").replace(/\s*(\{\{|\}\}|[[\]:])\s*/g, "$1");
  const offered = () => [...document.querySelectorAll("[data-insert]")].map(({ dataset }) => ({
    typed: dataset.insert, shows: dataset.shows || dataset.insert, of: dataset.of || "",
  }));
  const known = new Map(offered().map((each) => [canonical(each.typed), each]));
  // The chips of a line of stored text, as [place, typed]: figures, or names and alternatives in rules (choices.js).
  const { choices } = window;
  const chipsOf = {
    braces: (line) => [...line.matchAll(/\{\{[^{}]*\}\}/g)].map((found) => [found.index, found[0]]),
    brackets: (line) => choices.chipsOf(line).filter(([, typed]) => choices.kindOf(typed) || known.has(canonical(typed))),
  }[words.chips] || (() => []);
  const pieceOf = (typed) => (words.chips === "brackets" ? choices.kindOf(typed) : "");

  // The list beside the text fills a plain textarea too.
  document.querySelectorAll("[data-needs-editor]").forEach((button) => { button.hidden = false; });
  let last = null;
  const insertPlain = (field, typed) => {
    field.setRangeText(typed, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  const editors = new Map(); // textarea → { put, focus, act }
  const current = () => (last?.isConnected ? last : document.querySelector("textarea[data-prose]"));
  document.addEventListener("focusin", ({ target }) => { if (target.matches("textarea[data-prose]")) last = target; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = current();
    if (!button || !field) return;
    if (editors.has(field)) editors.get(field).put(button.dataset.insert);
    else insertPlain(field, button.dataset.insert);
  });

  const start = ({ pm }) => {
    const { Schema, Slice, Fragment } = pm.model;
    const { EditorState, Plugin, TextSelection } = pm.state;
    const { EditorView, Decoration, DecorationSet } = pm.view;
    const { history, undo, redo, closeHistory } = pm.history; // a chip is undone by itself
    const { keymap } = pm.keymap;

    const chipElement = ({ attrs: { typed } }) => {
      if (pieceOf(typed)) return choices.element(typed, words, (name) => known.has(canonical(name)));
      const named = known.get(canonical(typed));
      const element = document.createElement("span");
      element.className = named ? "chip" : "chip chip-gone";
      element.dataset.chip = typed;
      element.title = named ? [named.of, typed].filter(Boolean).join(" · ") : `${words.gone} ${typed}`;
      element.textContent = named ? named.shows : `${typed} ?`;
      return element;
    };
    const schema = new Schema({
      nodes: {
        doc: { content: "paragraph+" },
        paragraph: { content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
        text: { group: "inline" },
        chip: {
          group: "inline",
          inline: true,
          atom: true,
          attrs: { typed: { validate: "string" } },
          parseDOM: [{ tag: "span[data-chip]", getAttrs: (element) => ({ typed: element.dataset.chip }) }],
          toDOM: chipElement,
          leafText: ({ attrs: { typed } }) => known.get(canonical(typed))?.shows || typed,
        },
      },
    });
    const { paragraph, chip } = schema.nodes;

    // Stored text ↔ paragraphs, one a line.
    const inline = (line) => {
      const nodes = [];
      let end = 0;
      for (const [place, typed] of chipsOf(line)) {
        if (place > end) nodes.push(schema.text(line.slice(end, place)));
        nodes.push(chip.create({ typed }));
        end = place + typed.length;
      }
      if (end < line.length) nodes.push(schema.text(line.slice(end)));
      return nodes;
    };
    const paragraphs = (text) => text.replace(/\r\n?/g, "\n").split("\n").map((line) => paragraph.create(null, inline(line)));
    const lineOf = (block) => {
      let line = "";
      block.forEach((node) => { line += node.isText ? node.text : node.attrs.typed; });
      return line;
    };
    const stored = (doc) => {
      const lines = [];
      doc.forEach((block) => lines.push(lineOf(block)));
      return lines.join("\n");
    };

    // What is pasted becomes plain paragraphs: of Word's markup nothing is kept but the text, items and rows.
    const BLOCK = /^(P|DIV|LI|H[1-6]|TR|TABLE|UL|OL|SECTION|ARTICLE|BLOCKQUOTE|BODY|PRE|TBODY|THEAD)$/;
    const DROPPED = /^(STYLE|SCRIPT|META|LINK|TITLE|XML|HEAD|IMG|OBJECT|O:P|W:SDT)$/;
    const linesOf = (html) => {
      // Styles would be refused by the page's policy and are of no use: only Word's mark of an item is read.
      const bare = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<style[\s\S]*?<\/style>/gi, "")
        .replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, (style) => (/mso-list:\s*ignore/i.test(style) ? " data-item" : ""));
      const page = new DOMParser().parseFromString(bare, "text/html");
      const lines = [""];
      const next = () => { if (lines.at(-1).trim()) lines.push(""); else lines[lines.length - 1] = ""; };
      const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
          lines[lines.length - 1] += node.data.replace(/[\s\u00a0]+/g, " ");
        } else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED.test(node.nodeName)) {
          const { nodeName } = node;
          if (nodeName === "BR") return next();
          if (node.dataset?.chip) { lines[lines.length - 1] += node.dataset.chip; return undefined; }
          if (node.dataset && "item" in node.dataset) { lines[lines.length - 1] = "- "; return undefined; }
          if (BLOCK.test(nodeName)) next();
          if (nodeName === "LI") lines[lines.length - 1] = "- ";
          if (/^T[DH]$/.test(nodeName) && lines.at(-1).trim()) lines[lines.length - 1] += "; ";
          if (/^T[DH]$/.test(nodeName)) lines[lines.length - 1] += node.textContent.replace(/\s+/g, " ").trim();
          else node.childNodes.forEach(walk);
          if (BLOCK.test(nodeName)) next();
        }
        return undefined;
      };
      walk(page.body);
      return lines.map((line) => line.replace(/\s+/g, " ").replace(/^- +/, "- ").trim()).filter((line) => line && line !== "-");
    };
    const asHtml = (lines) => {
      const page = document.createElement("div");
      page.append(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
      return page.innerHTML;
    };
    const slice = (lines) => new Slice(Fragment.from(lines.flatMap(paragraphs)), 1, 1);
    const plainLines = (text) => text.split(/\r\n?|\n/).map((line) => line.replace(/[\t\u00a0]+/g, " "));

    // What is typed in braces or brackets becomes a chip; of alternatives that lost a chip the others go too.
    const typedIn = (block, start) => {
      const starts = []; // of each node: where it begins in the stored line and in the document
      let length = 0;
      block.forEach((node, offset) => {
        starts.push([length, start + offset, node]);
        length += node.isText ? node.text.length : node.attrs.typed.length;
      });
      return chipsOf(lineOf(block)).flatMap(([place, typed]) => {
        const [begins, at, node] = starts.findLast(([from]) => from <= place);
        return node.isText && place + typed.length <= begins + node.text.length ? [[at + place - begins, typed]] : [];
      });
    };
    const chips = new Plugin({
      appendTransaction(transactions, before, state) {
        if (!transactions.some((each) => each.docChanged)) return null;
        const found = [];
        state.doc.forEach((block, place) => found.push(...typedIn(block, place + 1)));
        if (found.length) {
          return found.reverse().reduce((change, [place, typed]) => (
            change.replaceWith(place, place + typed.length, chip.create({ typed }))), state.tr);
        }
        const gone = words.chips === "brackets" ? choices.broken(before.doc, state.doc) : [];
        return gone.length ? gone.reduceRight((change, place) => change.delete(place, place + 1), state.tr) : null;
      },
    });

    // A line that begins with "- " is an item of a list.
    const items = new Plugin({
      props: {
        decorations: ({ doc }) => {
          const found = [];
          doc.forEach((block, place) => {
            if (/^[-–+•] /.test(block.textContent)) found.push(Decoration.node(place, place + block.nodeSize, { class: "item" }));
          });
          return DecorationSet.create(doc, found);
        },
      },
    });

    // "/" at the beginning of a word opens the list; what follows it narrows the list.
    const askedAt = ({ selection: { empty, $from } }) => {
      if (!empty || !known.size) return null;
      const before = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc");
      const match = /(?:^|[\s(\ufffc])\/([^/\n\ufffc]{0,40})$/.exec(before);
      return match && { from: $from.pos - match[1].length - 1, to: $from.pos, sought: fold(match[1].trim()) };
    };
    const nameOf = ({ typed, of, shows }) => [of, typed.endsWith("||]") ? shows : typed.replace(/^[{[]+|[}\]]+$/g, "").replace(/^chỉ tiêu \d+: /, "")].filter(Boolean).join(": ");
    const matching = (sought) => [...known.values()]
      .map((each) => [fold(nameOf(each)), each])
      .filter(([name]) => sought.split(/\s+/).every((word) => name.includes(word)))
      .sort(([one], [other]) => other.startsWith(sought) - one.startsWith(sought))
      .slice(0, MOST_SHOWN)
      .map(([, each]) => each);
    // The cursor stands behind what was put in, of alternatives behind their first chip: there the words are typed.
    const putInto = (view, typed, from, to) => {
      const nodes = inline(typed);
      const change = view.state.tr.replaceWith(from, to, nodes);
      change.setSelection(TextSelection.create(change.doc, nodes.length > 1 ? from + 1 : from + nodes.length));
      view.dispatch(closeHistory(change.scrollIntoView()));
      view.focus();
    };
    let lists = 0;
    const menu = () => {
      lists += 1;
      const list = document.createElement("ul");
      list.id = `chips-${lists}`;
      list.className = "chip-list";
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", words.list);
      list.hidden = true;
      let asked = null;
      let closedAt = null;
      let chosen = 0;
      let rows = [];
      const close = (view) => {
        list.hidden = true;
        view.dom.removeAttribute("aria-activedescendant");
        view.dom.removeAttribute("aria-controls");
      };
      const take = (view, { typed }) => putInto(view, typed, asked.from, asked.to);
      const mark = (view) => {
        [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === chosen)));
        const row = list.children[chosen];
        if (!row || !rows.length) return;
        view.dom.setAttribute("aria-activedescendant", row.id);
        row.scrollIntoView({ block: "nearest" });
      };
      const option = (view, each, place) => {
        const row = document.createElement("li");
        row.id = `${list.id}-${place}`;
        row.setAttribute("role", "option");
        const name = document.createElement("span");
        const shows = document.createElement("strong");
        name.textContent = nameOf(each);
        shows.textContent = name.textContent.endsWith(each.shows) ? "" : each.shows;
        row.append(name, " ", shows);
        row.addEventListener("pointerdown", (event) => event.preventDefault());
        row.addEventListener("click", () => take(view, each));
        return row;
      };
      const draw = (view) => {
        rows = matching(asked.sought);
        chosen = 0;
        const none = Object.assign(document.createElement("li"), { className: "muted", textContent: words.none });
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        list.replaceChildren(...(rows.length ? rows.map((each, place) => option(view, each, place)) : [none]));
        list.hidden = false;
        view.dom.setAttribute("aria-controls", list.id);
        const { left, bottom } = view.coordsAtPos(asked.from);
        const frame = list.offsetParent.getBoundingClientRect();
        list.style.top = `${bottom - frame.top + 4}px`;
        list.style.left = `${Math.max(0, Math.min(left - frame.left, frame.width - list.offsetWidth))}px`;
        mark(view);
      };
      const move = (by) => { chosen = (chosen + by + rows.length) % rows.length; };
      const key = (view, event) => {
        if (list.hidden || event.isComposing) return false;
        if (event.key === "Escape") {
          closedAt = asked.from;
          close(view);
          event.stopPropagation();
          return true;
        }
        if (!rows.length) return false;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
        else if (event.key === "Enter" || event.key === "Tab") { take(view, rows[chosen]); return true; } else return false;
        mark(view);
        return true;
      };
      return new Plugin({
        props: { handleKeyDown: key, handleDOMEvents: { blur: (view) => { close(view); return false; } } },
        view: (view) => {
          view.dom.parentElement.append(list);
          window.addEventListener("resize", () => close(view));
          return {
            update: () => {
              asked = askedAt(view.state);
              if (closedAt !== asked?.from) closedAt = null;
              if (asked && closedAt === null && view.hasFocus()) draw(view);
              else close(view);
            },
            destroy: () => list.remove(),
          };
        },
      });
    };

    const mount = (field) => {
      const place = document.createElement("div");
      place.className = "prose";
      field.before(place);
      const label = field.labels[0];
      if (label && !label.id) label.id = `${field.id}-label`;
      const isOneLine = field.dataset.prose === "line";
      const splits = { Enter: isOneLine ? () => true : pm.commands.splitBlock };
      const keys = { "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo, ...splits };
      const described = [`${field.id}_error`, `${field.id}_helptext`].filter((id) => document.getElementById(id)).join(" ");
      const view = new EditorView(place, {
        state: EditorState.create({
          doc: schema.node("doc", null, paragraphs(field.value)),
          plugins: [menu(), history(), keymap(keys), keymap(pm.commands.baseKeymap), chips, items],
        }),
        attributes: {
          class: "prose-text",
          role: "textbox",
          "aria-multiline": String(!isOneLine),
          ...(label ? { "aria-labelledby": label.id } : { "aria-label": field.getAttribute("aria-label") || words.list }),
          ...(described ? { "aria-describedby": described } : {}),
          ...(field.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
          lang: "vi",
          spellcheck: "false",
        },
        // Before the editor reads it, for a page may not even parse the styles of what is pasted or dropped.
        transformPastedHTML: (html) => asHtml(isOneLine ? [linesOf(html).join(" ")] : linesOf(html)),
        clipboardTextParser: (text) => slice(isOneLine ? [plainLines(text).join(" ")] : plainLines(text)),
        handleDOMEvents: {
          focus: () => { last = field; return false; },
          blur: () => { field.dispatchEvent(new Event("change", { bubbles: true })); return false; },
        },
        dispatchTransaction(change) {
          view.updateState(view.state.apply(change));
          if (!change.docChanged) return;
          field.value = stored(view.state.doc);
          field.dispatchEvent(new Event("input", { bubbles: true }));
          tellGone();
        },
      });
      // The textarea is sent and keeps its label and errors; whoever comes to it is led to the editor.
      field.classList.add("visually-hidden");
      field.tabIndex = -1;
      field.setAttribute("aria-hidden", "true");
      field.addEventListener("focus", () => view.focus());
      label?.addEventListener("click", (event) => { event.preventDefault(); view.focus(); });
      editors.set(field, {
        put: (typed) => putInto(view, typed, view.state.selection.from, view.state.selection.to),
        act: (name) => {
          if (name === "undo") undo(view.state, view.dispatch);
          else if (name === "redo") redo(view.state, view.dispatch);
          view.focus();
          if (name !== "chip") return;
          const { $from } = view.state.selection;
          const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, null, "\ufffc");
          view.dispatch(view.state.tr.insertText(before.trim() && before !== "\ufffc" ? " /" : "/").scrollIntoView());
        },
      });
    };

    // A chip that names nothing is told above the text too.
    const notice = document.getElementById("chips-gone");
    function tellGone() {
      if (!notice) return;
      const gone = [...new Set([...document.querySelectorAll(".prose .chip-gone")].map(({ dataset }) => dataset.chip))];
      notice.hidden = !gone.length;
      notice.querySelector("strong").textContent = gone.join(", ");
    }

    fields.forEach(mount);
    document.querySelectorAll("[data-prose-bar]").forEach((bar) => { bar.hidden = false; });
    document.addEventListener("pointerdown", (event) => { if (event.target.closest("[data-prose-do]")) event.preventDefault(); });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-prose-do]");
      if (button) editors.get(current())?.act(button.dataset.proseDo);
    });
    document.addEventListener("prose:added", ({ target }) => { if (!editors.has(target)) mount(target); });
    tellGone();
    home.dataset.editing = "true";
  };

  import(words.editor).then(start, () => {}); // where it cannot be loaded the textareas stay

  // Who else writes here. Nothing is said where nobody can be asked.
  const others = document.getElementById("others");
  if (!others) return;
  const EVERY = 20000; // milliseconds
  const ask = () => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (!token || document.hidden) return;
    fetch(others.dataset.url, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((told) => { if (told && others.textContent !== told.others) others.textContent = told.others; }, () => {});
  };
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
