using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Cli.Messages;

internal static class MessageCommands
{
    private static View<FailedQueue> Waiting => Queues(T("Failed messages"));
    private static View<FailedQueue> Sent => Queues(T("Sent again"));

    public static Command Create(Inv inv) =>
        inv.Noun(
            "message",
            T("Messages between the services that failed: how many wait, and sending them again."),
            List(inv),
            Resend(inv)
        );

    private static Command List(Inv inv) =>
        inv.Verb(
            "list",
            T("Lists where failed messages wait, by the queue they came from."),
            ["inv message list"],
            [],
            async (run, ct) =>
                Print(run, Waiting, await run.Gateway.FailedMessages.ListFailedMessages(ct), T("No message failed."))
        );

    private static Command Resend(Inv inv) =>
        inv.Verb(
            "resend",
            T("Sends every failed message to its consumer once more, for when the reason is mended."),
            ["inv message resend"],
            [],
            async (run, ct) =>
                Print(
                    run,
                    Sent,
                    await run.Gateway.FailedMessages.ResendFailedMessages(ct),
                    T("No message failed: nothing was sent again.")
                )
        );

    private static int Print(Invocation run, View<FailedQueue> view, FailedMessages messages, string nothing)
    {
        if (run.Format != OutputFormat.Table || messages.Queues.Count > 0)
            run.Show(view, messages.Queues);
        else if (messages.Unanswered.Count == 0)
            run.Say(nothing);
        foreach (var part in messages.Unanswered)
            run.Say(T($"{part.Service} cannot be asked: {part.Reason}"));
        return messages.Unanswered.Count == 0 ? ExitCode.Ok : ExitCode.Error;
    }

    private static View<FailedQueue> Queues(string messages) =>
        new View<FailedQueue>()
            .With("service", T("Service"), q => q.Service)
            .With("queue", T("Queue"), q => q.Queue)
            .With("messages", messages, q => q.Messages);
}
