using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;
using SmartInventory.Testing;

namespace SmartInventory.ServiceDefaults.Tests;

/// <summary>A note was taken. Published by the tiny service, and heard by it.</summary>
public sealed record NoteTaken(string Text);

/// <summary>What the tiny service is asked to note.</summary>
public sealed record TakeNote(string? Text);

public sealed record NoteResponse(Guid Id, string Text);

internal sealed class Note
{
    public Guid Id { get; init; }
    public required string Text { get; init; }
}

/// <summary>What the consumer made of the messages.</summary>
internal sealed class HeardNote
{
    public Guid Id { get; init; }
    public required string Text { get; init; }
}

internal sealed class TinyDb(DbContextOptions<TinyDb> options) : DbContext(options)
{
    public const string Schema = "tiny";

    public DbSet<Note> Notes => Set<Note>();
    public DbSet<HeardNote> Heard => Set<HeardNote>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.MapMessagingTables(Schema);
        modelBuilder.MapBooks(Schema);
        modelBuilder.Entity<Note>().ToTable("notes");
        modelBuilder.Entity<HeardNote>().ToTable("heard");
    }
}

/// <summary>Applies each note once. "poison" never works; "flaky ..." works at the third attempt.</summary>
internal sealed class NoteTakenConsumer(TinyDb db, TimeProvider time) : IConsumer<NoteTaken>
{
    public static readonly ConcurrentDictionary<string, int> Deliveries = new();
    public static readonly ConcurrentDictionary<string, int> Attempts = new();
    public static readonly ConcurrentDictionary<string, ActivityTraceId> Traces = new();
    public static readonly ConcurrentDictionary<string, bool> Faulted = new();

    /// <summary>Attempts whose transaction has ended, one way or the other.</summary>
    public static readonly ConcurrentDictionary<string, int> Finished = new();

    public async Task Consume(ConsumeContext<NoteTaken> context)
    {
        try
        {
            await Hear(context);
        }
        finally
        {
            Finished.AddOrUpdate(context.Message.Text, 1, (_, n) => n + 1);
        }
    }

    private async Task Hear(ConsumeContext<NoteTaken> context)
    {
        var text = context.Message.Text;
        if (context.GetRetryAttempt() == 0)
            Deliveries.AddOrUpdate(text, 1, (_, n) => n + 1);
        Faulted[text] = context.ReceiveContext.TransportHeaders.Any(h =>
            h.Key.StartsWith("MT-", StringComparison.Ordinal)
            && !h.Key.StartsWith("MT-Activity", StringComparison.Ordinal)
        );
        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);
        if (!await db.TryApplyOnceAsync(context.MessageId!.Value, time, context.CancellationToken))
            return;
        db.Add(new HeardNote { Id = Guid.CreateVersion7(), Text = text });
        await db.SaveChangesAsync(context.CancellationToken);
        if (text.StartsWith("poison", StringComparison.Ordinal))
            throw new InvalidOperationException("This note is poison.");
        if (text.StartsWith("flaky", StringComparison.Ordinal) && Attempts.AddOrUpdate(text, 1, (_, n) => n + 1) < 3)
            throw new InvalidOperationException("Not yet.");
        Traces[text] = Activity.Current?.TraceId ?? default;
        await transaction.CommitAsync(context.CancellationToken);
    }
}

/// <summary>The smallest service that uses all of ServiceDefaults, on real servers.</summary>
internal sealed class TinyService(Action<WebApplicationBuilder>? configure) : ServiceHost(TinyDb.Schema)
{
    /// <summary>A database with the tables in it.</summary>
    public static async Task<string> NewDatabase()
    {
        var connection = await (await Infrastructure.StartAsync()).CreateDatabaseAsync(TinyDb.Schema);
        await using var db = new TinyDb(
            new DbContextOptionsBuilder<TinyDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options
        );
        await db.Database.ExecuteSqlRawAsync(db.Database.GenerateCreateScript());
        await db.Database.ExecuteSqlRawAsync(OutboxExtensions.NotifySql(TinyDb.Schema));
        return connection;
    }

    public static async Task<TinyService> StartAsync(
        string? database = null,
        string? messaging = null,
        Action<WebApplicationBuilder>? configure = null
    )
    {
        var tiny = new TinyService(configure) { Inventory = database ?? await NewDatabase(), Messaging = messaging };
        await tiny.InitializeAsync();
        return tiny;
    }

    protected override async Task<Running> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        // Every request is traced here, as while developing.
        builder.Configuration["Telemetry:SampleRatio"] = "1";
        builder.AddServiceDefaults("tiny");
        builder.AddAccess();
        builder.AddDatabase<TinyDb>(TinyDb.Schema);
        builder.AddMessaging<TinyDb>(
            "tiny",
            bus => bus.AddConsumer<NoteTakenConsumer>(),
            rabbit => rabbit.SentTo<NoteTaken>("tiny")
        );
        builder.AddApiDocument("Tiny", "Notes.");
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseAccess();
        app.MapOpenApi().AllowAnonymous();
        var open = app.MapGroup("").AllowAnonymous();
        open.MapPost("/notes", Take).WithName("TakeNote").WithIdempotency<TinyDb>();
        open.MapPost("/other", Take).WithName("TakeOther").WithIdempotency<TinyDb>();
        open.MapGet("/notes", async (TinyDb db, CancellationToken ct) => await db.Notes.CountAsync(ct));
        open.MapGet("/fault", string () => throw new InvalidOperationException("secret: the inner workings"));
        open.MapGet(
            "/outage",
            string () =>
                throw new InvalidOperationException(
                    "A library's own words.",
                    new AlreadyClosedException(new ShutdownEventArgs(ShutdownInitiator.Peer, 320, "CONNECTION_FORCED"))
                )
        );
        app.MapFailedMessages();
        open.MapGet("/typed", (int number, DateOnly? day) => number);
        await app.StartAsync();
        return new Running(new Uri(app.Urls.Single()), app.Services, app);
    }

    public Task<long> Count(string table, string text) =>
        Scalar<long>($"SELECT count(*) FROM tiny.{table} WHERE text = $1", text);

    /// <summary>Runs on the service's own context, in a transaction that is committed when the work says so.</summary>
    public async Task Transact(Func<TinyDb, Task<bool>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TinyDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (await work(db))
            await transaction.CommitAsync();
    }

    private static async Task<Results<Created<NoteResponse>, ValidationProblem>> Take(
        TakeNote body,
        TinyDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var text = errors.Text("text", body.Text, 100, required: true);
        if (text == "?")
            errors.Add("text", "is a question");
        if (errors.Any)
            return errors.ToProblem();
        var note = new Note { Id = Guid.CreateVersion7(), Text = text! };
        db.Add(note);
        db.AddToOutbox(new NoteTaken(text!), time);
        await db.SaveChangesAsync(ct);
        ETags.Set(http, "\"1\"");
        return TypedResults.Created($"/notes/{note.Id}", new NoteResponse(note.Id, note.Text));
    }
}

/// <summary>The service that tests share whose names do not meet.</summary>
public sealed class SharedService : IAsyncLifetime
{
    internal TinyService Tiny { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Tiny = await TinyService.StartAsync();

    public ValueTask DisposeAsync() => Tiny.DisposeAsync();
}
