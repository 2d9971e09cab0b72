using Microsoft.ML.Trainers.FastTree;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// Boosted regression trees with a logarithmic link in flat arrays: evaluated without allocation, by any number of
/// threads at once.
/// </summary>
internal sealed class BoostedTrees
{
    private readonly Node[] _nodes;
    private readonly int[] _roots;
    private readonly double[] _leaves;

    private BoostedTrees(Node[] nodes, int[] roots, double[] leaves) =>
        (_nodes, _roots, _leaves) = (nodes, roots, leaves);

    /// <summary>Without any tree the factor is 1.</summary>
    public static BoostedTrees None { get; } = new([], [], []);

    public int Count => _roots.Length;

    /// <summary>Takes over what was trained; the sum of the leaves is the logarithm of the expectation.</summary>
    /// <exception cref="NotSupportedException">A split by category: features here are numbers only.</exception>
    public static BoostedTrees From(RegressionTreeEnsemble trained)
    {
        var (nodes, roots, leaves) = (new List<Node>(), new List<int>(), new List<double>());

        // What is trained has no bias; would it have one, it were a leaf that is always reached.
        if (trained.Bias != 0)
        {
            roots.Add(~leaves.Count);
            leaves.Add(trained.Bias);
        }
        for (var t = 0; t < trained.Trees.Count; t++)
        {
            var tree = trained.Trees[t];

            // The trainer gives a tree that found no split no say.
            if (tree.NumberOfNodes == 0)
                continue;
            var (firstNode, firstLeaf) = (nodes.Count, leaves.Count);
            roots.Add(firstNode);
            for (var n = 0; n < tree.NumberOfNodes; n++)
            {
                if (tree.CategoricalSplitFlags[n])
                    throw new NotSupportedException("A split by category.");
                nodes.Add(
                    new(
                        tree.NumericalSplitThresholds[n],
                        tree.NumericalSplitFeatureIndexes[n],
                        Place(tree.LeftChild[n]),
                        Place(tree.RightChild[n])
                    )
                );
            }
            for (var l = 0; l < tree.NumberOfLeaves; l++)
                leaves.Add(trained.TreeWeights[t] * tree.LeafValues[l]);

            int Place(int child) => child >= 0 ? firstNode + child : ~(firstLeaf + ~child);
        }
        return new([.. nodes], [.. roots], [.. leaves]);
    }

    /// <summary>
    /// The factor for one row of features, all of which are numbers: what is not goes right at every split.
    /// </summary>
    public double Evaluate(ReadOnlySpan<float> features)
    {
        var sum = 0.0;
        foreach (var root in _roots)
        {
            var at = root;
            while (at >= 0)
            {
                ref readonly var node = ref _nodes[at];
                at = features[node.Feature] <= node.Threshold ? node.Left : node.Right;
            }
            sum += _leaves[~at];
        }
        return Math.Exp(sum);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_nodes.Length);
        foreach (var (threshold, feature, left, right) in _nodes)
        {
            writer.Write(threshold);
            writer.Write(feature);
            writer.Write(left);
            writer.Write(right);
        }
        writer.Write(_roots.Length);
        foreach (var root in _roots)
            writer.Write(root);
        writer.Write(_leaves.Length);
        foreach (var leaf in _leaves)
            writer.Write(leaf);
    }

    internal static BoostedTrees Read(BinaryReader reader)
    {
        var nodes = new Node[reader.ReadInt32()];
        foreach (ref var node in nodes.AsSpan())
            node = new(reader.ReadSingle(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var roots = new int[reader.ReadInt32()];
        foreach (ref var root in roots.AsSpan())
            root = reader.ReadInt32();
        var leaves = new double[reader.ReadInt32()];
        foreach (ref var leaf in leaves.AsSpan())
            leaf = reader.ReadDouble();
        return new(nodes, roots, leaves);
    }

    /// <summary>A child below zero is the complement of a leaf's index.</summary>
    private readonly record struct Node(float Threshold, int Feature, int Left, int Right);
}
