// `npm run dev`: the mock and Vite side by side; GARIM_DEV_URL=http://127.0.0.1:7878 talks to a real server instead.
import { createServer } from "vite";
import { startMock } from "./mock.mjs";

if (!process.env.GARIM_DEV_URL) await startMock({ port: 7979, page: "http://127.0.0.1:5173" });
const vite = await createServer();
await vite.listen();
vite.printUrls();
