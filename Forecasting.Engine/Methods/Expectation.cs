using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Methods;

/// <summary>
/// An expectation that was not learned from the series alone: what other series say of it. Made by the engine.
/// </summary>
public abstract class Expectation
{
    private protected Expectation() { }

    /// <summary>
    /// Where among its paths the truth lay at earlier origins; null when nobody compared, or none whose history is as
    /// short.
    /// </summary>
    /// <param name="history">As in <see cref="Question.History"/>.</param>
    internal abstract PathCalibration? Calibration(ReadOnlySpan<double> history);

    /// <summary>How silences of all series end.</summary>
    internal abstract Returns Returns { get; }

    /// <summary>Writes the expected value per step, or answers false when it has none for this history.</summary>
    /// <param name="history">As in <see cref="Question.History"/>; may end earlier than what was learned from.</param>
    /// <param name="days">As in <see cref="Question.Days"/>.</param>
    /// <param name="point">Receives the expectation, never below zero.</param>
    /// <param name="work">The thread's memory.</param>
    internal abstract bool TryExpect(
        ReadOnlySpan<double> history,
        ReadOnlySpan<int> days,
        Span<double> point,
        Scratch work
    );
}
