namespace SmartInventory.Contracts.Identity;

/// <summary>What somebody may do; each may do what those before it may.</summary>
public enum Role
{
    /// <summary>Looks at everything but people and tokens.</summary>
    Viewer,

    /// <summary>Records sales, receives, counts and moves goods.</summary>
    Clerk,

    /// <summary>Keeps catalogue, suppliers, orders and forecasts.</summary>
    Planner,

    /// <summary>Keeps people, tokens and the system.</summary>
    Admin,
}
