import { testEveryFault } from "../fault-matrix.ts";

await testEveryFault("apps delete");
