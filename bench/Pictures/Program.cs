using System.CommandLine;
using SmartInventory.Pictures;

var dashboard = new Option<string>("--dashboard")
{
    Description = "Where the dashboard of a running development run is.",
    DefaultValueFactory = _ => "http://localhost:8081",
};
var password = new Option<string>("--password")
{
    Description = "What its development accounts sign in with; the host prints it.",
    Required = true,
};
var into = new Option<DirectoryInfo>("--into")
{
    Description = "The folder of the pictures.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("docs", "images")),
};

var root = new RootCommand("Takes the pictures of the dashboard's pages that the documentation shows.")
{
    dashboard,
    password,
    into,
};
root.SetAction(
    (parsed, ct) =>
        Album.TakeAsync(
            new Uri(parsed.GetValue(dashboard)!),
            parsed.GetValue(password)!,
            parsed.GetValue(into)!,
            Console.Out,
            ct
        )
);
return await root.Parse(args).InvokeAsync();
