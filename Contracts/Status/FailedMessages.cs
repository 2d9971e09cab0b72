namespace SmartInventory.Contracts.Status;

/// <summary>
/// Messages between the services that kept failing: each waits in the error queue of its consumer until it is sent
/// again.
/// </summary>
/// <param name="Queues">Where some wait, or from where some were sent again, ordered by service and queue; none is
/// empty.</param>
/// <param name="Unanswered">Services that could not be asked, and why. Their queues are not among the others.</param>
public sealed record FailedMessages(IReadOnlyList<FailedQueue> Queues, IReadOnlyList<UnansweredPart> Unanswered);

/// <param name="Service">Whose consumer failed.</param>
/// <param name="Queue">The queue in which the messages came and to which they go back; they wait in the one with
/// "_error" after it.</param>
/// <param name="Messages">How many wait, or were sent again.</param>
public sealed record FailedQueue(string Service, string Queue, long Messages);

/// <summary>A service that did not do what it was asked.</summary>
public sealed record UnansweredPart(string Service, string Reason);
