// Ctrl and Enter sends the line, as the button does. Everything works without this file.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest("form.co-write");
  if (form) form.requestSubmit();
});
