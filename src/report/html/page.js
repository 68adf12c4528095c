"use strict";
// Adds the filters and the graph to a page that is whole without them.
{
  const byId = (id) => document.getElementById(id);
  const NAMES = { add: "created", change: "changed", remove: "deleted", replace: "replaced", take: "imported", forget: "let go" };
  const items = [...document.querySelectorAll("#list > li")];

  if (items.length > 0) filters();
  followLinks();
  if (byId("drawing")) whenSeen(byId("graph"), graph);

  function filters() {
    const form = document.querySelector(".tools");
    const search = byId("search");
    const counts = new Map();
    for (const item of items) counts.set(item.dataset.mark, (counts.get(item.dataset.mark) ?? 0) + 1);
    const boxes = [...counts].map(([mark, count]) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.value = mark;
      label.append(box, ` ${count} ${NAMES[mark]}`);
      byId("filters").append(label);
      return box;
    });
    let texts;
    const apply = () => {
      const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      if (wanted.length > 0) texts ??= items.map(words);
      const marks = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      let shown = 0;
      items.forEach((item, position) => {
        const fits = marks.has(item.dataset.mark) && wanted.every((word) => texts[position].includes(word));
        item.hidden = !fits;
        if (fits) shown += 1;
      });
      byId("shown").textContent = `${shown} of ${items.length} shown`;
    };
    const unfold = byId("unfold");
    let unfolded = false;
    unfold.addEventListener("click", () => {
      unfolded = !unfolded;
      for (const item of items) item.firstElementChild.open = unfolded;
      unfold.textContent = unfolded ? "Fold all" : "Unfold all";
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", apply);
    form.hidden = false;
    apply();
  }

  /** What a step says of itself, without the names of those that it waits for. */
  function words(item) {
    const own = [...item.querySelectorAll("summary, pre")];
    return own.map((element) => element.textContent.toLowerCase()).join("\n");
  }

  /** A link to a step unfolds it, and shows it where a filter has hidden it. */
  function followLinks() {
    const open = () => {
      const target = location.hash.startsWith("#step-") ? byId(location.hash.slice(1)) : null;
      if (!target) return;
      target.hidden = false;
      target.firstElementChild.open = true;
      target.scrollIntoView();
    };
    addEventListener("hashchange", open);
    open();
  }

  /** The graph is drawn when somebody gets there. */
  function whenSeen(element, draw) {
    byId("drawing").hidden = false;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      draw();
    });
    observer.observe(element);
  }

  function graph() {
    const { nodes: drawn, lines, paths, box: size, size: all, words } = JSON.parse(byId("drawn").textContent);
    const names = drawn.map((node) => node.name);
    const [needs, users] = [drawn.map(() => []), drawn.map(() => [])];
    for (const [from, to] of lines) {
      needs[to].push(from);
      users[from].push(to);
    }
    const svg = make("svg", { role: "img", "aria-label": `${drawn.length} boxes, and lines between them` });
    const scene = make("g", {});
    svg.append(scene);
    const [WIDTH, HEIGHT] = size;
    const edges = lines.map(([from, to, kind], position) => {
      const path = make("path", { class: kind, d: paths[position] });
      scene.append(path);
      return { from, to, path };
    });
    const nodes = drawn.map(({ name, label, class: mark, x, y }, position) => {
      const node = make("g", { class: `node ${mark}`, transform: `translate(${x} ${y})` });
      const title = make("title", {});
      title.textContent = name;
      const text = make("text", { x: 8, y: 17 });
      text.textContent = label;
      node.append(title, make("rect", { width: WIDTH, height: HEIGHT, rx: 4 }), text);
      node.addEventListener("click", () => choose(position));
      scene.append(node);
      return node;
    });
    byId("canvas").append(svg);
    const options = [...new Set(names)].map((name) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    });
    byId("addresses").append(...options);
    const chosen = byId("chosen");
    chosen.addEventListener("input", () => {
      const position = names.indexOf(chosen.value);
      if (position >= 0) choose(position);
      else if (chosen.value === "") choose(-1);
    });
    const view = viewOf(svg, all, WIDTH, HEIGHT);

    /** Shows what a step needs, and all that is not done where it fails. */
    function choose(position) {
      // Both steps of a replacement are one resource.
      const own = position < 0 ? [] : names.flatMap((name, other) => (name === names[position] ? [other] : []));
      const reached = reachable(own, users);
      const needed = reachable(own, needs);
      scene.classList.toggle("has-choice", own.length > 0);
      nodes.forEach((node, other) => {
        node.classList.toggle("chosen", own.includes(other));
        node.classList.toggle("reached", reached.has(other));
        node.classList.toggle("needed", needed.has(other));
      });
      const within = (set, { from, to }) => (set.has(from) || own.includes(from)) && (set.has(to) || own.includes(to));
      for (const edge of edges) {
        edge.path.classList.toggle("reached", within(reached, edge));
        edge.path.classList.toggle("needed", !within(reached, edge) && within(needed, edge));
      }
      if (position >= 0) {
        chosen.value = names[position];
        view.show(drawn[position]);
      }
      tell(position, reached, needed);
    }

    function tell(position, reached, needed) {
      const reach = byId("reach");
      reach.replaceChildren();
      if (position < 0) return;
      for (const [set, none, some] of [
        [reached, words.no_users, words.users],
        [needed, words.no_needs, words.needs],
      ]) {
        const line = document.createElement("p");
        line.textContent = set.size === 0 ? none : `${some} `;
        [...set].slice(0, 50).forEach((other, index) => {
          const link = document.createElement("a");
          link.href = `#step-${other}`;
          link.textContent = names[other];
          line.append(index > 0 ? ", " : "", link);
        });
        if (set.size > 50) line.append(` and ${set.size - 50} more`);
        reach.append(line);
      }
    }
  }

  function reachable(from, next) {
    const seen = new Set();
    const queue = [...from];
    while (queue.length > 0) {
      for (const other of next[queue.pop()]) {
        if (seen.has(other) || from.includes(other)) continue;
        seen.add(other);
        queue.push(other);
      }
    }
    return seen;
  }

  /** Panning and zooming with mouse, touch, keys and buttons. */
  function viewOf(svg, size, width, height) {
    const all = { x: -20, y: -20, w: size[0] + 40, h: size[1] + 40 };
    let box = { ...all };
    const canvas = byId("canvas");
    const draw = () => svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
    const scale = () => {
      const size = canvas.getBoundingClientRect();
      return Math.max(box.w / size.width, box.h / size.height);
    };
    const zoom = (factor, x = box.x + box.w / 2, y = box.y + box.h / 2) => {
      const w = Math.min(Math.max(box.w * factor, 200), all.w * 2);
      const by = w / box.w;
      box = { x: x - (x - box.x) * by, y: y - (y - box.y) * by, w, h: box.h * by };
      draw();
    };
    const move = (x, y) => {
      box.x += x;
      box.y += y;
      draw();
    };
    const fit = () => {
      box = { ...all };
      draw();
    };
    const pointers = new Map();
    canvas.addEventListener("pointerdown", (event) => pointers.set(event.pointerId, event));
    addEventListener("pointerup", (event) => pointers.delete(event.pointerId));
    addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));
    canvas.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const factor = scale();
      if (pointers.size === 2) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
        const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        zoom(apart(before) / Math.max(1, apart(event)));
      } else {
        move((before.clientX - event.clientX) * factor, (before.clientY - event.clientY) * factor);
      }
      pointers.set(event.pointerId, event);
    });
    canvas.addEventListener(
      "wheel",
      (event) => {
        // As on maps: the page scrolls where the graph has no focus.
        if (!event.ctrlKey && document.activeElement !== canvas) return;
        event.preventDefault();
        zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2);
      },
      { passive: false },
    );
    const keys = {
      ArrowLeft: () => move(-box.w / 10, 0),
      ArrowRight: () => move(box.w / 10, 0),
      ArrowUp: () => move(0, -box.h / 10),
      ArrowDown: () => move(0, box.h / 10),
      "+": () => zoom(1 / 1.3),
      "-": () => zoom(1.3),
      0: fit,
    };
    canvas.addEventListener("keydown", (event) => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    const buttons = { in: () => zoom(1 / 1.3), out: () => zoom(1.3), fit };
    for (const button of document.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", buttons[button.dataset.zoom]);
    }
    draw();
    return {
      show(place) {
        const inside = place.x > box.x && place.x + width < box.x + box.w && place.y > box.y && place.y + height < box.y + box.h;
        if (inside) return;
        box.x = place.x + width / 2 - box.w / 2;
        box.y = place.y + height / 2 - box.h / 2;
        draw();
      },
    };
  }

  function make(name, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }
}
