namespace SmartInventory.AppHost.Running;

internal static class StartOrder
{
    /// <summary>Every part after those it waits for.</summary>
    /// <exception cref="InvalidOperationException">Parts wait for each other in a circle, or for one that is not there.</exception>
    public static IReadOnlyList<IPart> Of(IReadOnlyCollection<IPart> parts)
    {
        var names = parts.Select(p => p.Name).ToHashSet();
        var left = parts.ToList();
        List<IPart> order = [];
        while (left.Count > 0)
        {
            var placed = order.Select(p => p.Name).ToHashSet();
            if (left.Find(p => p.WaitsFor.FirstOrDefault(w => !names.Contains(w)) is not null) is { } lost)
                throw new InvalidOperationException($"{lost.Name} waits for something that is not there.");
            var next = left.Find(p => p.WaitsFor.All(placed.Contains))
                ?? throw new InvalidOperationException($"These wait for each other: {string.Join(", ", left.Select(p => p.Name))}.");
            left.Remove(next);
            order.Add(next);
        }
        return order;
    }
}
