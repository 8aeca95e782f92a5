{
  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "dark" || (mode === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  for (const link of document.querySelectorAll("link[rel=expect]")) link.blocking = "render";
  Object.assign(document.documentElement.dataset, { mode, theme: dark ? "dark" : "light" });
  // Scripts wait for the first paint, or, where the browser tells of none, as behind other windows, for a second.
  const addScripts = () => {
    const { content } = document.getElementById("scripts");
    for (const script of content.children) script.async = false;
    document.body.append(content);
  };
  addEventListener("DOMContentLoaded", () => {
    new PerformanceObserver(addScripts).observe({ type: "paint", buffered: true });
    setTimeout(addScripts, 1000);
  });
}
