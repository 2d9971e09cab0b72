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
