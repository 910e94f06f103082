/* Every page works without this. It wakes the published components, where the browser can run them. */
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
