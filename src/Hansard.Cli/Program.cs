return await Hansard.Cli.CommandLine.Run(args);
