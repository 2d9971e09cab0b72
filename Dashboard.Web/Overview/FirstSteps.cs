using System.Collections.Concurrent;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Dashboard.Web.Overview;

/// <summary>What somebody does first in a new installation.</summary>
public enum FirstStep
{
    Sales,
    Supplier,
    Count,
    Suggestion,
    Colleague,
}

/// <summary>
/// Which steps were seen done. Nobody asks for those again: who was invited, and what was counted, stays.
/// </summary>
public sealed class FirstSteps
{
    private readonly ConcurrentDictionary<FirstStep, bool> _done = new();

    /// <summary>The lowest role that can do it.</summary>
    public static Role Needs(FirstStep step) =>
        step switch
        {
            FirstStep.Sales or FirstStep.Count => Role.Clerk,
            FirstStep.Colleague => Role.Admin,
            _ => Role.Planner,
        };

    /// <returns>Null where it could not be asked.</returns>
    public async Task<bool?> IsDoneAsync(FirstStep step, Func<Task<bool?>> ask)
    {
        if (_done.ContainsKey(step))
            return true;
        var done = await ask();
        if (done == true)
            _done[step] = true;
        return done;
    }
}

/// <param name="Steps">Those that the person who looks can do, and whether they are done; none once all are, or they
/// were put away.</param>
/// <param name="PutAwayUrl">Where they are put away.</param>
public sealed record StartTile(IReadOnlyList<(FirstStep Step, bool Done)> Steps, string PutAwayUrl)
{
    public int Done => Steps.Count(step => step.Done);
}
