// The parts and words that the scripts of the notes page work with. They change with the site, so their address does too.
document.getElementById('board-here').outerHTML = {{ parts|safe }}
