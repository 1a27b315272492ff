// The sign-in frame's last page: tell the page around it, which is ours or nobody's.
if (window.parent !== window) window.parent.postMessage("concentric:signed-in", window.location.origin);
