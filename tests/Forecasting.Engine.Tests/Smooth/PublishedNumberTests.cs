using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Tests.Smooth;

/// <summary>Numbers that others published or computed.</summary>
public sealed class PublishedNumberTests
{
    private static readonly double[] Sparse = [0, 0, 5, 0, 3, 0, 0, 4, 0, 2];

    [Fact]
    public void Croston_agrees_with_the_published_example() =>
        Assert.Equal(1.577864, Intermittent.Croston(Sparse, .1), 6);

    [Fact]
    public void Syntetos_and_Boylan_take_half_of_alpha_off() =>
        Assert.Equal(.95 * 1.577864, Intermittent.SyntetosBoylan(Sparse, .1), 6);

    [Fact]
    public void Standard_Theta_agrees_with_R()
    {
        var point = Run((in o) => Theta.Standard(AirPassengers.Values, 12, o, new()));
        Assert.Equal(440.078, point[0], .01);
        Assert.Equal(428.384, point[1], .01);
        Assert.Equal(489.707, point[2], .01);
    }

    [Fact]
    public void Multiplicative_smoothing_is_near_R()
    {
        // The likelihood has two tops. R stops near the lower one (gamma about .4, 448.974 / 425.228 / 484.214); this
        // is the higher.
        var point = Run(
            (in o) =>
                Assert.True(
                    Ets.One(AirPassengers.Values, 12, new(true, EtsTrend.Additive, SeasonKind.Multiplicative), o, new())
                )
        );
        Assert.Equal(448.974, point[0], 448.974 * .035);
        Assert.Equal(425.228, point[1], 425.228 * .035);
        Assert.Equal(484.214, point[2], 484.214 * .035);
    }

    [Fact]
    public void The_airline_series_reaches_the_top_of_the_likelihood()
    {
        var member = new EtsSpec(true, EtsTrend.Additive, SeasonKind.Multiplicative);
        var fit = Ets.Likeliest(AirPassengers.Values, 12, member, new double[12], new())!.Value;
        // 400,000 random steps over all 16 numbers from five starts end at -675.982.
        Assert.InRange(fit.LogLikelihood, -676.3, -675.98);
    }

    [Fact]
    public void The_choice_for_the_airline_series_is_that_of_R() =>
        Assert.Equal("ETS(M,Ad,M)", Ets.Choose(AirPassengers.Values, 12, new double[12], new()).Spec.ToString());

    [Theory]
    [InlineData(.5, 0)]
    [InlineData(.975, 1.959963985)]
    [InlineData(.01, -2.326347874)]
    [InlineData(.999, 3.090232306)]
    public void Points_of_the_normal_distribution(double share, double expected) =>
        Assert.Equal(expected, Shocks.NormalPoint(share), 6);

    [Theory]
    [InlineData(.95, 50, 62)]
    [InlineData(.5, 50, 50)]
    [InlineData(.9, .2, 1)]
    [InlineData(.8, .2, 0)]
    public void Points_of_the_Poisson_distribution(double share, double mean, double expected) =>
        Assert.Equal(expected, CountModel.NegativeBinomialPoint(share, mean, 0));

    [Theory]
    [InlineData(0)]
    [InlineData(.3)]
    [InlineData(12)]
    public void Points_side_by_side_are_those_of_one_after_the_other(double overdispersion)
    {
        // Also of what nobody expects, of what is far from zero, and of a number that no vector divides.
        double[] means = [.. Enumerable.Range(0, 333).Select(i => (i * i - 40) / 250.0), double.NaN, 0];
        var shares = Shocks.Uniform(3)[..means.Length].ToArray();
        var counts = new double[means.Length];

        CountModel.NegativeBinomialPoints(shares, means, overdispersion, counts);

        Assert.Equal(means.Zip(shares, (m, s) => CountModel.NegativeBinomialPoint(s, m, overdispersion)), counts);
    }

    [Theory]
    [InlineData(.5, 2.5, 2.175730)]
    [InlineData(.95, 2.5, 5.535249)]
    [InlineData(.05, 10, 5.425406)]
    public void Points_of_the_gamma_distribution(double share, double shape, double expected) =>
        Assert.Equal(expected, GammaDistribution.Point(share, shape), .02);

    [Fact]
    public void A_simplex_finds_the_valley_of_Rosenbrock()
    {
        var valley = new Rosenbrock();
        double[] x = [-1.2, 1];
        var value = NelderMead.Minimise(ref valley, x, [.5, .5], [-5, -5], [5, 5], 2000, 1e-14, new());
        Assert.Equal(0, value, 8);
        Assert.Equal(1, x[0], 3);
        Assert.Equal(1, x[1], 3);
    }

    private struct Rosenbrock : IObjective
    {
        public readonly double Evaluate(scoped ReadOnlySpan<double> x) =>
            100 * Math.Pow(x[1] - x[0] * x[0], 2) + Math.Pow(1 - x[0], 2);
    }

    private delegate void Kernel(in ForecastOutput output);

    private static double[] Run(Kernel kernel)
    {
        var point = new double[3];
        kernel(
            new()
            {
                Fitted = new double[AirPassengers.Values.Length],
                Point = point,
                Response = new double[3],
            }
        );
        return point;
    }
}
