// Theme and search. The site works without this file; nothing here asks another server for anything.
"use strict";
(() => {
  const own = document.currentScript;
  const root = document.documentElement;
  const remember = (value) => { try { localStorage.setItem("dekg-theme", value); } catch (error) { /* storage is off */ } };
  try {
    const kept = localStorage.getItem("dekg-theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch (error) { /* storage is off */ }

  const setUpTheme = () => {
    const button = document.querySelector(".theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      remember(root.dataset.theme);
    });
  };

  // The index is a script that sets window.dekgIndex = [[name, other names, kind, path], …]; it is loaded at first use.
  let loading = null;
  const load = () => loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = own.dataset.index;
    script.onload = () => resolve(window.dekgIndex || []);
    script.onerror = () => resolve([]);
    document.head.append(script);
  });

  const find = (entries, text) => {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const scored = [];
    for (const entry of entries) {
      const name = entry[0].toLowerCase();
      const at = name.indexOf(wanted);
      const elsewhere = at < 0 ? entry[1].toLowerCase().indexOf(wanted) : -1;
      if (at < 0 && elsewhere < 0) continue;
      scored.push([at === 0 ? (name === wanted ? 0 : 1) : at > 0 ? 2 : 3, name.length, entry]);
    }
    return scored.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 12).map((item) => item[2]);
  };

  const setUpSearch = () => {
    const box = document.querySelector(".search");
    if (!box) return;
    const input = box.querySelector("input"), list = box.querySelector("ul");
    box.hidden = false;
    let chosen = -1, shown = [];
    const mark = (number) => {
      chosen = number;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
      const item = list.children[chosen];
      if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
      else input.removeAttribute("aria-activedescendant");
    };
    const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); mark(-1); };
    const open = (entry) => { location.href = own.dataset.up + entry[3]; };
    const show = (entries) => {
      shown = entries;
      list.replaceChildren(...entries.map((entry, number) => {
        const item = document.createElement("li"), small = document.createElement("small");
        item.id = `found-${number}`;
        item.setAttribute("role", "option");
        item.append(entry[0]);
        small.textContent = entry[2];
        item.append(small);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); open(entry); });
        return item;
      }));
      if (!entries.length) {
        const item = document.createElement("li");
        item.textContent = list.dataset.none;
        list.append(item);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark(entries.length ? 0 : -1);
    };
    input.addEventListener("focus", load);
    input.addEventListener("input", async () => {
      const entries = await load();
      if (input.value.trim()) show(find(entries, input.value)); else close();
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { input.value = ""; close(); }
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden || !shown.length) return;
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark((chosen + step + shown.length) % shown.length);
      } else if (event.key === "Enter" && shown[chosen] && !list.hidden) { event.preventDefault(); open(shown[chosen]); }
    });
    document.addEventListener("keydown", (event) => {
      const typing = /^(input|textarea|select)$/i.test(document.activeElement?.tagName || "");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); input.focus(); }
    });
  };

  document.addEventListener("DOMContentLoaded", () => { setUpTheme(); setUpSearch(); });
})();
