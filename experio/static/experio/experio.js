// Small helps beside the plain pages; everything works without them.
(() => {
  "use strict";

  const focusWanted = (root) => {
    const wanted = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
    if (wanted) {
      wanted.focus();
    }
  };

  // A form that came back with errors begins at the list of them.
  document.addEventListener("DOMContentLoaded", () => focusWanted(document));

  // A link to a field in the list of errors puts the cursor into the field.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".exp-error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    }
  });

  // What was exchanged in the page is told: focus to [data-focus], words of [data-announce] aloud.
  document.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.elt;
    focusWanted(root);
    const words = root.matches?.("[data-announce]") ? root : root.querySelector?.("[data-announce]");
    const announcer = document.getElementById("announcer");
    if (words && announcer) {
      announcer.textContent = words.dataset.announce || words.textContent.trim();
    }
  });

  // A form that is marked so is sent when a choice in it changes; without script it has its button.
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-send-on-change]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) {
      form.requestSubmit();
    }
  });

  // A form is sent once, however often the button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
