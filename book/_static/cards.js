/* Cards at citations: on hover, focus or tap a citation shows its reference, and where else the
   work is cited. What they show is in citations.js, which is loaded when it is first wanted.
   Until then, and without this script, a citation is a link with a title. */
(() => {
  const links = document.querySelectorAll(".bibtex-citation > a");
  if (!links.length || !HTMLElement.prototype.showPopover) return;
  const script = document.currentScript.src;
  const root = new URL("..", script);
  const card = document.createElement("div");
  card.className = "citation-card";
  card.popover = "manual";
  card.role = "dialog";
  let data; // a promise of window.CITATIONS
  let wanted; // the link whose card is shown or on its way
  let timer;
  let pointer;

  const load = () =>
    (data ??= new Promise((resolve) => {
      const element = document.createElement("script");
      element.src = new URL("citations.js", script);
      element.onload = () => {
        for (const link of links) link.removeAttribute("title");
        resolve(window.CITATIONS);
      };
      document.head.append(element);
    }));

  const linkAt = (node) => node.closest?.(".bibtex-citation > a");
  const fill = (link, { sections, works }) => {
    const [reference, record, cited] = works[link.hash.slice(1)];
    card.innerHTML = `<div id="citation-card-reference">${reference}</div>
      <div><button type="button" aria-live="polite">Copy BibTeX</button>
      <a href="${link.href}">In the list</a></div>`;
    const [text, actions] = card.children;
    const work = text.querySelector("a");
    if (work) {
      const open = work.cloneNode();
      open.textContent = `Open at ${work.hostname.replace("www.", "")}`;
      actions.prepend(open, " ");
      work.replaceWith(...work.childNodes);
    }
    const places = cited.map((number) => {
      const [address, textContent, title] = sections[number];
      const href = new URL(address, root);
      return Object.assign(document.createElement("a"), { href, textContent, title });
    });
    const around = ({ pathname, hash }) =>
      pathname === location.pathname && link.closest(hash || "body");
    const [home] = places
      .filter(around)
      .sort((one, other) => (around(one).contains(around(other)) ? 1 : -1));
    const others = places.filter((place) => place !== home);
    if (others.length) {
      const line = document.createElement("div");
      line.append("Cited also in ", ...others.flatMap((place) => [place, ", "]));
      line.lastChild.textContent = ".";
      card.append(line);
    }
    const copy = actions.querySelector("button");
    copy.onclick = async () => {
      try {
        await navigator.clipboard.writeText(`${record}\n`);
        copy.textContent = "Copied";
      } catch { // a browser that forbids it: the record is shown, selected
        const shown = document.createElement("pre");
        shown.textContent = record;
        copy.replaceWith(shown);
        getSelection().selectAllChildren(shown);
        move(link);
      }
    };
  };

  // Under the link, or over it where there is more room: the link itself stays in sight.
  const move = (link) => {
    const gap = 6;
    const edge = 8;
    const rects = link.getClientRects();
    const [first, last] = [rects[0], rects[rects.length - 1]];
    const above = first.top - gap - edge;
    const below = innerHeight - last.bottom - gap - edge;
    card.style.maxHeight = "";
    const isUnder = below >= card.offsetHeight || below >= above;
    card.style.maxHeight = `${isUnder ? below : above}px`;
    const right = document.documentElement.clientWidth - edge - card.offsetWidth;
    const left = Math.max(edge, Math.min((isUnder ? last : first).left, right));
    const top = isUnder ? last.bottom + gap : first.top - gap - card.offsetHeight;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  };

  const hide = () => {
    clearTimeout(timer);
    const link = wanted;
    if (card.isConnected) {
      if (card.contains(document.activeElement)) link.focus({ preventScroll: true });
      link.removeAttribute("aria-describedby");
      link.ariaExpanded = "false";
      card.remove();
    }
    wanted = undefined;
  };

  const show = async (link) => {
    clearTimeout(timer);
    if (wanted === link) return;
    hide();
    wanted = link;
    const loaded = await load();
    if (wanted !== link) return;
    fill(link, loaded);
    card.ariaLabel = `Reference: ${link.textContent}`;
    link.setAttribute("aria-describedby", "citation-card-reference");
    link.ariaExpanded = "true";
    link.after(card);
    card.showPopover();
    move(link);
  };

  for (const link of links) link.ariaHasPopup = "dialog";
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    clearTimeout(timer);
    const link = linkAt(event.target);
    const isKept =
      card.contains(event.target) || card.parentNode?.querySelector(":focus-visible");
    if (link) timer = setTimeout(show, 150, link);
    else if (wanted && !isKept) timer = setTimeout(hide, 250);
  });
  document.addEventListener("focusin", ({ target }) => {
    const link = linkAt(target);
    if (link?.matches(":focus-visible")) show(link);
    else if (link !== wanted && !card.contains(target)) hide();
  });
  document.addEventListener("pointerdown", ({ pointerType, target }) => {
    pointer = pointerType;
    if (!card.contains(target) && linkAt(target) !== wanted) hide();
  });
  document.addEventListener("click", (event) => {
    const link = linkAt(event.target);
    if (card.contains(event.target)) {
      if (event.target.closest("a")) hide();
    } else if (link && event.detail && pointer !== "mouse" && link !== wanted) {
      event.preventDefault(); // the second tap follows the link
      show(link);
    }
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  addEventListener("resize", () => card.isConnected && move(wanted));
})();
