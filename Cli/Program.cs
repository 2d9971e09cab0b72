Console.WriteLine("inv");
