// Loaded into a measured process by --require: answers each message with the CPU time so far, in microseconds.
process.on("message", () => process.send(process.cpuUsage()));
process.channel.unref();
