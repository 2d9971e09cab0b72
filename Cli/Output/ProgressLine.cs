using SmartInventory.Cli.Hosting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SmartInventory.Cli.Output;

/// <summary>A bar on stderr with rows, share and rows per second; nothing where stderr is no terminal.</summary>
internal static class ProgressLine
{
    /// <param name="shell">Where to.</param>
    /// <param name="title">What is going on.</param>
    /// <param name="read">Rows so far, and the share of the whole, 0 to 1.</param>
    /// <param name="work">What is being waited for.</param>
    public static Task ShowAsync(Shell shell, string title, Func<(long Rows, double Share)> read, Func<Task> work) =>
        ShowAsync(
            shell,
            title,
            read,
            async () =>
            {
                await work();
                return true;
            }
        );

    public static async Task<T> ShowAsync<T>(
        Shell shell,
        string title,
        Func<(long Rows, double Share)> read,
        Func<Task<T>> work
    )
    {
        if (!shell.ErrorIsTerminal)
            return await work();

        var started = shell.Time.GetTimestamp();
        return await shell
            .ErrorConsole()
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RateColumn(read, () => shell.Time.GetElapsedTime(started))
            )
            .StartAsync(async context =>
            {
                var bar = context.AddTask(title, maxValue: 1);
                var task = work();
                while (await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(200), shell.Time)) != task)
                    bar.Value = read().Share;
                return await task;
            });
    }

    private sealed class RateColumn(Func<(long Rows, double Share)> read, Func<TimeSpan> elapsed) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var rows = read().Rows;
            return new Text(T($"{rows:N0} rows, {rows / Math.Max(0.1, elapsed().TotalSeconds):N0} lines/s"));
        }
    }
}
