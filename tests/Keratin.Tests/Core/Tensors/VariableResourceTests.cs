using Keratin.Engines;

namespace Keratin.Tests.Core.Tensors;

public class VariableResourceTests
{
    [Test]
    public void A_value_that_was_read_stays_as_it_was_when_the_variable_is_updated_in_place()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        var before = variable.Value;
        variable.AssignAdd(Tensor.From([10f, 10f]));
        Assert.That(before.ToArray<float>(), Is.EqualTo(new[] { 1f, 2f }));
        Assert.That(variable.Value.ToArray<float>(), Is.EqualTo(new[] { 11f, 12f }));
    }

    [Test]
    public unsafe void Updates_that_no_reader_sees_stay_in_place()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        variable.AssignAdd(Tensor.From([1f, 1f]));
        void* memory = variable.Resource.Peek().Pointer;
        variable.AssignSub(Tensor.From([1f, 1f]));
        Assert.That((nint)variable.Resource.Peek().Pointer, Is.EqualTo((nint)memory));
    }

    [Test]
    public unsafe void An_update_while_a_kernel_reads_works_on_a_copy_and_the_next_one_in_place()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        variable.AssignAdd(Tensor.From([1f, 1f]));
        var read = variable.Resource.BeginRead();
        variable.AssignAdd(Tensor.From([1f, 1f]));
        Assert.That(read.ToArray<float>(), Is.EqualTo(new[] { 2f, 3f }));
        variable.Resource.EndRead();
        void* memory = variable.Resource.Peek().Pointer;
        variable.AssignAdd(Tensor.From([1f, 1f]));
        Assert.That((nint)variable.Resource.Peek().Pointer, Is.EqualTo((nint)memory));
        Assert.That(variable.Value.ToArray<float>(), Is.EqualTo(new[] { 4f, 5f }));
    }

    [Test]
    public void Readers_on_other_threads_never_see_an_update_half_done()
    {
        const int size = 20_000;
        var variable = new Variable(Tensor.Zeros([size]));
        var ones = Ops.OnesLike(Tensor.Zeros([size]));
        bool done = false;
        var torn = new List<string>();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!Volatile.Read(ref done))
            {
                var gathered = Ops.ResourceGather(variable.Handle, new[] { 0, size / 2, size - 1 }, DType.Float32).ToArray<float>();
                var whole = variable.Value.AsSpan<float>();
                if (gathered[0] != gathered[1] || gathered[0] != gathered[2] || whole.ContainsAnyExcept(whole[0])) lock (torn) torn.Add(string.Join(" ", gathered));
            }
        })).ToArray();
        for (int i = 0; i < 300; i++) variable.AssignAdd(ones);
        Volatile.Write(ref done, true);
        Task.WaitAll(readers);
        Assert.That(torn, Is.Empty);
        Assert.That(variable.Value[0].Item<float>(), Is.EqualTo(300));
    }

    [Test]
    public void Updates_of_two_variables_in_opposite_order_do_not_wait_for_each_other()
    {
        Variable a = new(Tensor.From([1f])), b = new(Tensor.From([1f]));
        var tasks = new[] { (a, b), (b, a) }.Select(pair => Task.Run(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                pair.Item1.AssignAdd(pair.Item2.Value * 0f + 1f);
                pair.Item2.AssignAdd(Tensor.From([1f]));
            }
        })).ToArray();
        Assert.That(Task.WaitAll(tasks, TimeSpan.FromSeconds(60)), Is.True);
        Assert.That(a.Value.Item<float>() + b.Value.Item<float>(), Is.EqualTo(8002));
    }

    [Test]
    public void A_variable_takes_only_values_of_its_dtype_and_shape()
    {
        var variable = new Variable(DType.Float32, [-1, 2]);
        Assert.That(variable.Resource.IsInitialized, Is.False);
        Assert.That(() => variable.Value, Throws.TypeOf<OpException>().With.Message.Contains("no value yet"));
        Assert.That(() => variable.Assign(Tensor.From([1f])), Throws.TypeOf<OpException>().With.Message.Contains("can't take"));
        Assert.That(() => variable.Assign(Tensor.Zeros([3, 2], DType.Float64)), Throws.TypeOf<OpException>());
        variable.Assign(Tensor.Zeros([3, 2]));
        Assert.That(variable.Value.Shape, Is.EqualTo(Shape.Create(3, 2)));
        Assert.That(variable.Resource.Version, Is.EqualTo(1));
    }

    [Test]
    public void An_initializer_runs_once_and_only_if_its_value_is_needed()
    {
        int runs = 0;
        EagerTensor Make() { runs++; return Tensor.From([7f]); }
        var assigned = new Variable(DType.Float32, [1], Make);
        assigned.Assign(Tensor.From([1f]));
        Assert.That(runs, Is.Zero);
        var read = new Variable(DType.Float32, [1], Make);
        read.AssignAdd(Tensor.From([1f]));
        Assert.That(read.Value.Item<float>() + read.Value.Item<float>(), Is.EqualTo(16));
        Assert.That(runs, Is.EqualTo(1));
    }

    [Test]
    public unsafe void A_value_that_was_taken_over_is_updated_in_place()
    {
        var resource = new VariableResource("v", DType.Float32, [2]);
        EagerTensor given = Tensor.From(new[] { 1f, 2f });
        resource.Take(given);
        lock (resource.Lock) Assert.That((nuint)resource.BeginUpdate().Pointer, Is.EqualTo((nuint)given.Pointer));
        resource.Assign(given);
        lock (resource.Lock) Assert.That((nuint)resource.BeginUpdate().Pointer, Is.Not.EqualTo((nuint)given.Pointer));
    }
}
