// Registering sick leave without a mouse; every page works without this file.
(() => {
  "use strict";

  // Arrow keys walk from the search field through the suggestions and back; Enter follows the link.
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-type-ahead]");
    if (!form || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) {
      return;
    }
    const field = form.querySelector("input[type=search]");
    const links = [...form.querySelectorAll("[data-suggestions] a")];
    const at = links.indexOf(event.target);
    if (event.key === "Escape" && at === -1) {
      return;
    }
    event.preventDefault();
    if (event.key === "Escape" || (event.key === "ArrowUp" && at === 0)) {
      field.focus();
    } else {
      links[Math.min(at + (event.key === "ArrowDown" ? 1 : -1), links.length - 1)]?.focus();
    }
  });

  // Fields that matter only after a certain choice are out of the way until then.
  const showWhatMatters = (form) => {
    form.querySelectorAll("[data-only-when]").forEach((part) => {
      const [name, wanted] = part.dataset.onlyWhen.split("=");
      const chosen = form.querySelector(`input[name="${name}"]:checked`)?.value;
      const input = part.querySelector("input");
      part.hidden = chosen !== wanted && !input.value && input.getAttribute("aria-invalid") !== "true";
    });
  };

  const addRow = (rows) => {
    const total = document.getElementById(`id_${rows.dataset.rows}-TOTAL_FORMS`);
    const template = rows.querySelector("template");
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    rows.insertBefore(row, template);
    total.value = Number(total.value) + 1;
    row.querySelector("input:not([type=hidden])").focus();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-sick-leave-form]");
    if (!form) {
      return;
    }
    showWhatMatters(form);
    form.addEventListener("change", () => showWhatMatters(form));
    form.addEventListener("click", (event) => {
      if (event.target.closest("[data-add-row]")) {
        event.preventDefault();
        addRow(event.target.closest("[data-rows]"));
      }
    });
    if (!document.querySelector("[data-focus]")) {
      form.querySelector("#id_first_day")?.focus();
    }
  });
})();
