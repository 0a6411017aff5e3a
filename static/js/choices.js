// Alternatives in the text of a rule, "[name|words where there is any|words where there is none]", as chips: one that asks,
// one before the second words, one at the end, one for "#". Read by prose.js; without it they stay as they are typed.
(() => {
  const KINDS = { "|": "else", "]": "end", "#": "count" };
  const kindOf = (typed) => KINDS[typed] || (/^\[[^[\]|]+\|$/.test(typed) ? "ask" : "");

  // The chips of a line, as [place, typed]. One whose brackets do not match keeps its alternatives as text.
  const chipsOf = (line) => {
    const names = [];
    const pieces = [];
    let depth = 0;
    for (let place = 0; place < line.length; place += 1) {
      const [opened] = /^\[[^[\]|]+[\]|]/.exec(line.slice(place)) || [];
      if (opened) {
        if (opened.endsWith("|")) depth += 1;
        (opened.endsWith("|") ? pieces : names).push([place, opened]);
        place += opened.length - 1;
      } else if (line[place] === "[" || (!depth && line[place] === "]")) {
        return bare(line);
      } else if (depth && line[place] in KINDS) {
        if (line[place] === "]") depth -= 1;
        pieces.push([place, line[place]]);
      }
    }
    return depth ? bare(line) : [...names, ...pieces].sort(([one], [other]) => one - other);
  };
  const bare = (line) => [...line.matchAll(/\[[^[\]|]+\]/g)].map((found) => [found.index, found[0]]);

  // Which chips of a line belong to no whole choice any more. pieces: [place, typed] in order.
  const orphans = (pieces) => {
    const open = [];
    const gone = [];
    pieces.forEach(([place, typed]) => {
      const kind = kindOf(typed);
      if (kind === "ask") open.push([place]);
      else if (!open.length) gone.push(place);
      else open.at(-1).push(place);
      if (kind === "end" && open.length) open.pop();
    });
    return [...gone, ...open.flat()].sort((one, other) => one - other);
  };
  const piecesOf = (doc) => {
    const lines = [];
    doc.forEach((block, start) => {
      const pieces = [];
      block.forEach((node, offset) => {
        const typed = node.attrs.typed || "";
        if (kindOf(typed)) pieces.push([start + 1 + offset, typed]);
      });
      lines.push(pieces);
    });
    return lines;
  };
  // Where chips stand that a deletion between these two documents left without the others of their choice.
  const broken = (before, now) => {
    const lines = piecesOf(now);
    return lines.flat().length < piecesOf(before).flat().length ? lines.flatMap(orphans) : [];
  };

  const element = (typed, words, isKnown) => {
    const kind = kindOf(typed);
    const name = typed.slice(1, -1).trim();
    const shown = document.createElement("span");
    shown.className = kind === "ask" && !isKnown(`[${name}]`) ? "chip chip-gone" : "chip chip-choice";
    shown.dataset.chip = typed;
    shown.textContent = words[kind].replace("…", name);
    return shown;
  };
  window.choices = { kindOf, chipsOf, broken, element };
})();
