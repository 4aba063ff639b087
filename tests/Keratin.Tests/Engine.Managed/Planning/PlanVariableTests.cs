using Keratin.Engines;
using Keratin.Engines.Managed.Planning;
using Keratin.Graphs;

namespace Keratin.Tests.Engines.Managed.Planning;

public class PlanVariableTests
{
    private static readonly TensorSpec Vector = new(DType.Float32, [2]);

    [Test]
    public void A_value_read_before_a_write_is_the_old_one()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        var executable = PlanTests.Compile([Vector], a =>
        {
            var before = variable.Value;
            variable.AssignAdd(a[0]);
            var between = variable.Value;
            variable.Assign(Ops.Mul(between, 10f));
            return [before, between, variable.Value, Ops.Neg(before)];
        });
        Assert.That(executable.Specialize([[2]]), Is.Not.Null);
        var results = executable.Run([Tensor.From([1f, 1f])]);
        Assert.That(results[0].ToArray<float>(), Is.EqualTo([1f, 2f]));
        Assert.That(results[1].ToArray<float>(), Is.EqualTo([2f, 3f]));
        Assert.That(results[2].ToArray<float>(), Is.EqualTo([20f, 30f]));
        Assert.That(results[3].ToArray<float>(), Is.EqualTo([-1f, -2f]));
        Assert.That(variable.Resource.Read().ToArray<float>(), Is.EqualTo([20f, 30f]));
    }

    [Test]
    public void A_read_that_no_write_disturbs_copies_nothing()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        var plan = (Plan)PlanTests.Compile([Vector], a =>
        {
            var reversed = Ops.ReverseV2(variable.Value, new[] { 0 });
            variable.Assign(a[0]);
            return [reversed];
        }).Specialize([[2]])!;
        Assert.That(plan.Description, Is.EqualTo(new[] { "ReverseV2", "AssignVariableOp" }));
    }

    [Test]
    public void Values_assigned_between_runs_are_seen()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        var executable = PlanTests.Compile([Vector], a => [Ops.Mul(a[0], variable)]);
        var ones = Tensor.From([1f, 1f]);
        Assert.That(executable.Run([ones])[0].ToArray<float>(), Is.EqualTo([1f, 2f]));
        variable.Assign(Tensor.From([3f, 4f]));
        Assert.That(executable.Run([ones])[0].ToArray<float>(), Is.EqualTo([3f, 4f]));
        variable.AssignAdd(Tensor.From([1f, 1f]));
        Assert.That(executable.Run([ones])[0].ToArray<float>(), Is.EqualTo([4f, 5f]));
    }

    [Test]
    public void Values_read_outside_do_not_change_when_a_plan_writes()
    {
        var variable = new Variable(Tensor.From([1f, 2f]));
        var executable = PlanTests.Compile([Vector], a => { variable.AssignSub(a[0]); return []; });
        var read = variable.Value;
        executable.Run([Tensor.From([1f, 1f])]);
        Assert.That(read.ToArray<float>(), Is.EqualTo([1f, 2f]));
        Assert.That(variable.Value.ToArray<float>(), Is.EqualTo([0f, 1f]));
    }

    [Test]
    public void A_variable_without_a_value_can_be_assigned_but_not_read()
    {
        var empty = new Variable(DType.Float32, [2], "empty");
        var reading = PlanTests.Compile([Vector], a => [Ops.AddV2(a[0], empty)]);
        Assert.That(() => reading.Run([Tensor.From([1f, 1f])]), Throws.InstanceOf<Exception>().With.Message.Contains("'empty'"));
        PlanTests.Compile([Vector], a => { empty.Assign(a[0]); return []; }).Run([Tensor.From([5f, 6f])]);
        Assert.That(reading.Run([Tensor.From([1f, 1f])])[0].ToArray<float>(), Is.EqualTo([6f, 7f]));
    }

    [Test]
    public void Concurrent_writers_lose_no_update()
    {
        var first = new Variable(Tensor.From(new float[2]));
        var second = new Variable(Tensor.From(new float[2]));
        var forward = PlanTests.Compile([Vector], a => { first.AssignAdd(a[0]); second.AssignAdd(a[0]); return []; });
        var backward = PlanTests.Compile([Vector], a => { second.AssignAdd(a[0]); first.AssignAdd(a[0]); return []; });
        var ones = Tensor.From([1f, 1f]);
        Parallel.For(0, 4, thread => { for (int i = 0; i < 500; i++) (thread % 2 == 0 ? forward : backward).Run([ones]); });
        Assert.That(first.Value.ToArray<float>(), Is.EqualTo([2000f, 2000f]));
        Assert.That(second.Value.ToArray<float>(), Is.EqualTo([2000f, 2000f]));
    }

    [Test]
    public void A_value_of_another_shape_is_refused()
    {
        var variable = new Variable(Tensor.From([1f, 2f]), "weights");
        var executable = PlanTests.Compile([new(DType.Float32, [-1])], a => { Ops.AssignVariableOp(variable.Handle, a[0]); return []; });
        Assert.That(() => executable.Run([Tensor.From([1f, 1f, 1f])]), Throws.InstanceOf<OpException>().With.Message.Contains("'weights'"));
    }
}
