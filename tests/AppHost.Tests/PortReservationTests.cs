using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Tests;

public sealed class PortReservationTests
{
    [Fact]
    public void A_taken_port_gives_the_next_free_one()
    {
        using var first = PortReservation.Any();
        using var second = PortReservation.AtOrAbove(first.Port);

        Assert.Null(PortReservation.TryReserve(first.Port));
        Assert.InRange(second.Port, first.Port + 1, first.Port + 50);
    }

    [Fact]
    public async Task A_port_that_another_program_took_is_waited_for_and_said_once()
    {
        var ours = PortReservation.Any();
        ours.Dispose();
        var theirs = PortReservation.TryReserve(ours.Port);
        Assert.NotNull(theirs);
        var said = new List<int>();
        var told = new TaskCompletionSource();

        var handed = ours.HandOverAsync(
            port =>
            {
                said.Add(port);
                told.TrySetResult();
            },
            TestContext.Current.CancellationToken
        );
        await told.Task;
        Assert.False(handed.IsCompleted);
        theirs.Dispose();
        await handed;

        Assert.Equal([ours.Port], said);
    }

    [Fact]
    public void A_port_is_free_again_when_its_reservation_ends()
    {
        var reservation = PortReservation.Any();
        reservation.Dispose();

        // A process that another test starts at this moment holds a copy of the sockets until it runs its own program.
        PortReservation? again = null;
        SpinWait.SpinUntil(
            () => (again = PortReservation.TryReserve(reservation.Port)) is not null,
            TimeSpan.FromSeconds(5)
        );
        Assert.NotNull(again);
        again.Dispose();
    }
}
