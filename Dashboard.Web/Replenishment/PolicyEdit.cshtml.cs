using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Replenishment;

/// <summary>Sets, changes or clears a policy, also while somebody else does.</summary>
[Needs(Role.Planner)]
public sealed class PolicyEditModel(IForecastingApi forecasting) : EditPage<PolicySet, PolicyFields>
{
    public PolicyScope Scope => PolicyForm.Parse(Key)!.Value.Scope;

    public string Where => PolicyTerms.Where(Scope, PolicyForm.Parse(Key)!.Value.Key);

    public override Subject Subject => PolicyTerms.SubjectOf(Scope, PolicyForm.Parse(Key)!.Value.Key);

    public override string Back => "/replenishment/policies";

    protected override EditForm<PolicySet, PolicyFields> Fields => PolicyForm.Form;

    protected override string? Parse(string text) => PolicyForm.Parse(text) is null ? null : text;

    protected override Task<PolicySet> GetAsync(string key, CancellationToken ct)
    {
        var (scope, name) = PolicyForm.Parse(key)!.Value;
        return PolicySet.ReadAsync(forecasting, scope, name, ct);
    }

    protected override string VersionOf(PolicySet thing) => thing.ETag;

    protected override PolicyFields Unchanged(PolicySet thing) => thing.Fields;

    protected override async Task SaveAsync(string key, PolicyFields change, string etag, CancellationToken ct)
    {
        var (scope, name) = PolicyForm.Parse(key)!.Value;
        var known = etag == PolicySet.Unset ? null : etag;
        if (change != new PolicyFields())
            await forecasting.SetPolicy(scope, name, change, known, ct: ct);
        else if (known is not null)
            await forecasting.ClearPolicy(scope, name, known, ct);
    }
}
