// Serves a site over HTTP/2, as its hosts do: `node http2_proxy.mjs PORT KEY CERTIFICATE` passes requests on to the
// server at a local port, and prints the URL of the proxy. Over HTTP/1.1, Lighthouse counts a new connection for each file.
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createSecureServer } from "node:http2";

const [port, key, cert] = process.argv.slice(2);
const proxy = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, (asked, answer) => {
  const { method, url: path } = asked;
  const onResponse = (response) => {
    const { connection, "keep-alive": _, ...headers } = response.headers; // HTTP/2 has no such headers
    answer.writeHead(response.statusCode, headers);
    response.pipe(answer);
  };
  request({ host: "127.0.0.1", port, method, path }, onResponse).end();
});
proxy.listen(0, "localhost", () => console.log(`https://localhost:${proxy.address().port}/`));
