import { testMatrix } from "./matrix.ts";

await testMatrix(["rp", "cfn"], ["remote", "git"]);
