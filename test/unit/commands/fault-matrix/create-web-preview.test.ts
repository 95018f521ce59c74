import { testEveryFault } from "../fault-matrix.ts";

await testEveryFault("create web-preview");
