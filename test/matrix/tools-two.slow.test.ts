import { testMatrix } from "./matrix.ts";

await testMatrix(["rp", "cfn"], ["slack", "brevo"]);
