# gnuplot -c plot.gp <width|depth|batch> <times of the steps> <times of the forward passes> <picture.svg>: above the
# time, below the same by what the operations alone would take.
curve = ARG1
if (curve eq "width") {
    what = "n: width of a network n-n-n-n"
    rows = "32 rows"
    asked = "one row"
} else { if (curve eq "depth") {
    what = "number of layers, each 64 x 64"
    rows = "32 rows"
    asked = "one row"
} else {
    what = "rows in a batch of 784-128-10"
    rows = "the batch"
    asked = "the batch"
} }

set terminal svg size 880,640 font "Helvetica,13" background "#ffffff"
set output ARG4
set datafile missing "?"
set border 3 linecolor "#555555"
set grid xtics ytics linecolor "#e4e4e4" linetype 1
set tics nomirror
set logscale x 2
set logscale y

set linetype 1 linewidth 1.5 dashtype 2 linecolor "#888888"
set linetype 2 linewidth 1.4 pointtype 7 pointsize 0.4 linecolor "#d98c00"
set linetype 3 linewidth 1.4 pointtype 7 pointsize 0.4 linecolor "#c44e9a"
set linetype 4 linewidth 1.4 pointtype 7 pointsize 0.4 linecolor "#2a9d6e"
set linetype 5 linewidth 2 pointtype 7 pointsize 0.5 linecolor "#1f4fd8"

# Only those who were timed.
shown = ""
do for [name in "eigen_dynamic eigen_fixed libxsmm handgrad"] {
    if (int(system(sprintf("head -1 '%s' | grep -cw %s || true", ARG2, name)))) { shown = shown." ".name }
}
line(name) = name eq "eigen_dynamic" ? 2 : name eq "eigen_fixed" ? 3 : name eq "libxsmm" ? 4 : 5
label(name) = name eq "eigen_dynamic" ? "Eigen, sizes told at run time" : \
              name eq "eigen_fixed" ? "Eigen, sizes fixed (small networks)" : \
              name eq "libxsmm" ? "LIBXSMM, the rest by hand" : name

set multiplot
left(side) = side == 1 ? 0.085 : 0.58
set tmargin at screen 0.94
do for [side = 1:2] {
    file = side == 1 ? ARG2 : ARG3
    set lmargin at screen left(side)
    set rmargin at screen left(side) + 0.405
    set title (side == 1 ? "training step, ".rows : "forward pass, ".asked) offset 0,-0.5
    set tmargin at screen 0.94
    set bmargin at screen 0.50
    set format x ""
    set ytics ("1 ns" 1, "10 ns" 10, "100 ns" 1e2, "1 us" 1e3, "10 us" 1e4, "100 us" 1e5, "1 ms" 1e6, "10 ms" 1e7)
    set yrange [*:*]
    unset ylabel
    unset xlabel
    set key top left Left reverse samplen 2 spacing 1.2
    if (side == 2) { unset key }
    plot file using "task":"floor" with lines linetype 1 title "operations at the peak of this core", \
         for [name in shown] "" using "task":name with linespoints linetype line(name) title label(name)

    unset key
    unset title
    set tmargin at screen 0.47
    set bmargin at screen 0.10
    set format x "%.0f"
    set format y "%g"
    set xlabel what offset 0,0.3
    set yrange [1:*]
    set ytics (1, 1.5, 2, 3, 5, 7, 10, 20, 50, 100)
    if (side == 1) { set ylabel "times the operations alone" offset 0.5 }
    plot for [name in shown] file using "task":(column(name) / column("floor")) with linespoints linetype line(name)
}
unset multiplot
