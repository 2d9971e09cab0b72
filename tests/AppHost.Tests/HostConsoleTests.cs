using SmartInventory.AppHost.Running;

namespace SmartInventory.AppHost.Tests;

public sealed class HostConsoleTests
{
    [Fact]
    public void Names_are_padded_to_one_column_and_colourless_unless_wanted()
    {
        var output = Write(colours: false);

        Assert.Equal(["sales           | one", "forecasting-two | two"], output);
    }

    [Fact]
    public void Each_part_has_a_colour_of_its_own()
    {
        var output = Write(colours: true);

        Assert.Equal(["\e[36msales          \e[0m | one", "\e[32mforecasting-two\e[0m | two"], output);
    }

    private static string[] Write(bool colours)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = new HostConsole(writer, colours);
        console.Register("sales");
        console.Register("forecasting-two");
        console.WriteLine("sales", "one");
        console.WriteLine("forecasting-two", "two");
        return writer.ToString().TrimEnd('\n').Split('\n');
    }
}
