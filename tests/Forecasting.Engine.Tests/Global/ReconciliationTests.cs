using SmartInventory.Forecasting.Engine.Global;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

public sealed class ReconciliationTests
{
    [Fact]
    public void A_group_that_is_sure_is_what_its_cells_sum_up_to_and_the_unsure_cell_gives_way()
    {
        var factors = Reconciliation.Factors(
            [
                [10],
                [10],
            ],
            [1, 3],
            [new([0, 1], 1e-9, [24])]
        );
        Assert.Equal(1.1, factors[0][0], 6);
        Assert.Equal(1.3, factors[1][0], 6);
    }

    [Fact]
    public void A_group_that_is_as_unsure_as_its_cells_moves_them_halfway()
    {
        var factors = Reconciliation.Factors(
            [
                [10, 10],
                [10, 10],
            ],
            [2, 2],
            [new([0, 1], 4, [24, 20])]
        );
        Assert.Equal([1.1, 1], factors[0]);
        Assert.Equal([1.1, 1], factors[1]);
    }

    [Fact]
    public void Groups_that_cross_are_all_met_where_they_agree()
    {
        // Two categories in two places; every row and column is known to the unit.
        double[][] cells =
        [
            [10],
            [20],
            [30],
            [40],
        ];
        var factors = Reconciliation.Factors(
            cells,
            [1, 1, 1, 1],
            [new([0, 1], 1e-9, [33]), new([2, 3], 1e-9, [66]), new([0, 2], 1e-9, [41]), new([1, 3], 1e-9, [58])]
        );
        double Sum(params int[] of) => of.Sum(i => cells[i][0] * factors[i][0]);
        Assert.Equal(33, Sum(0, 1), .01);
        Assert.Equal(66, Sum(2, 3), .01);
        Assert.Equal(41, Sum(0, 2), .01);
        Assert.Equal(58, Sum(1, 3), .01);
    }

    [Fact]
    public void A_cell_of_nothing_stays_and_none_is_changed_by_more_than_twice()
    {
        var factors = Reconciliation.Factors(
            [
                [0],
                [10],
            ],
            [1, 1],
            [new([0, 1], 1e-9, [100]), new([1], 1e9, [0])]
        );
        Assert.Equal(1, factors[0][0]);
        Assert.Equal(2, factors[1][0]);
        Assert.Equal(
            [
                [1],
            ],
            Reconciliation.Factors(
                [
                    [5],
                ],
                [1],
                []
            )
        );
        Assert.Empty(Reconciliation.Factors([], [], []));
    }
}
