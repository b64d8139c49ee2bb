import { parseConfig } from "../../src/config/parse-config";
const go = (text: string|null, o: any = {}) => { try { const r = parseConfig(text, {file: "infergate.yml", baseDir: "/base", overrides: {url:null, baselineUrl:null}, env: {TOKEN:"s3cret", HOST: "h"}, allowedEnv:"any", ...o}); return JSON.stringify(r,null,1);} catch(e:any) { return `${e.code}\n${e.message}\n  hint: ${e.hint}\n${e.code ? "" : e.stack}`;} };
test("x", () => {
 const t0=performance.now(); go("endpoint: {url: http://a}\n"); const t1=performance.now(); 
 const out=[t1-t0+"ms"];
 for (const s of ["endpoint: {url: http://a}\n","","# c\n","- a\n","a: 1\na: 2\n","endpoint:\n  url: http://a\n  url: http://b\n","endpoint: {url: ${X}}\n","endpoint:\n\turl: x\n","endpoint: {url: *x}\n","a: 1\n---\nb: 2\n","endpoint:\n  url: http://a\n  request: {body: {{rows}}}\n","endpoint: !env X\n","endpoint: [1,2\n","x: &a {b: *a}\n",
 "endpoint:\n  url: http://a\n  tiemout: 5s\n  auth: abc\nload:\n  performance:\n    slo: {p95: fast, errors: 100%}\n    rate: 20\nsystem: strickt\nshadow: yes\nacceptance: {acuracy: '>= 1', f1: 1, accuracy: 0.9}\n",
 "endpoint: {url: http://a, auth: {bearer: '${TOKEN}', api-key: {header: x}}}\ndata: {file: a.csv, features: [], version: 3}\n",
 "endpoint: {url: http://a, version: 3, timeout: '${TOKEN}', model: '${NOPE}'}\n",
 "endpoint: {url: http://a}\nload: {performance: {rate: 0/s, for: 2h, slo: {p95: -1s, errors: 1, correct: 0%}}}\nshadow: {requests: 0}\n",
 "endpoint: {url: http://a}\nload: {performance: {rate: 0/s, for: 2h, slo: {p95: -1s, errors: 1, correct: 0%}}}\nshadow: {min_agreement: 0}\nacceptance: {accuracy: '<= 0.9', f1.macro: {min: 90, max_drop: 1}, worst_slice.recall.A B.c: '>= 0.8', latency.p95: '<= 5'}\n",
 "endpoint: {url: http://a, protocol: http, request: {path: /p, body: '{{row}}'}, response: '$['}\ndata: {file: a.csv, label: y, id: y, features: [a, y], slices: ['a < b < c', 'a = 1']}\nsystem: {skip: [isolatoin]}\n",
 "load: off\n", "endpoint: {url: 'http://u:pw@h'}\nload: {}\nsystem: {level: off}\n",
 "endpoint: {url: 'http://${HOST}/x?k=${TOKEN}', auth: {basic: {username: u, password: '${TOKEN}'}}}\nbaseline: {url: '${B}'}\n",
 "__proto__: {a: 1}\nconstructor: 2\n","%YAML 1.1\n---\nload: off\n",
 "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n",
 "[".repeat(20000)+"\n", "endpoint: "+"[".repeat(3000)+"]".repeat(3000)+"\n", "? [a]\n: b\n",
 ]) out.push("-----\n"+s.slice(0,300)+">>>\n"+go(s));
 out.push(go(null)); out.push(go(null,{file:null})); out.push(go(null,{file:null,overrides:{url:"ftp://x",baselineUrl:null}}));
 console.log(out.join("\n"));
});
