import { testMatrix } from "./matrix.ts";

await testMatrix(["rp"], ["remote", "git"]);
