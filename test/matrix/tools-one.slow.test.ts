import { testMatrix } from "./matrix.ts";

await testMatrix(["rp"], ["slack", "brevo"]);
