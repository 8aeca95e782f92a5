// Serves a folder over HTTP/2 and compressed, as hosts do: `node http2_server.mjs FOLDER KEY CERTIFICATE HEADERS` prints
// the URL. HEADERS is a JSON object. Over HTTP/1.1, Lighthouse counts a new connection for each file. It also counts the
// time until the server answers, so each file is compressed before anything is measured.
import { readFileSync, readdirSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};
const [folder, key, cert, headers] = process.argv.slice(2);
const answers = new Map();
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = `${entry.parentPath}/${entry.name}`;
  const [type, body] = [TYPES[extname(file)], readFileSync(file)];
  const encoding = type ? { "content-type": type, "content-encoding": "gzip" } : {};
  const path = file.slice(folder.length).split("/").map(encodeURIComponent).join("/");
  answers.set(path, { headers: encoding, body: type ? gzipSync(body) : body });
}

const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
  const answer = answers.get(request.url.split("?")[0]);
  response.writeHead(answer ? 200 : 404, { ...JSON.parse(headers), ...answer?.headers });
  response.end(answer?.body);
});
server.listen(0, "localhost", () => console.log(`https://localhost:${server.address().port}/`));
