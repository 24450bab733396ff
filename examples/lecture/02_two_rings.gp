# gnuplot -e "folder='...'; picture='...'" 02_two_rings.gp: what each classifier makes of the square around the rings.
file = folder."/02_two_rings.dat"

set terminal pngcairo size 900,530 font "Helvetica,13" background "#ffffff"
set output picture
set palette defined (0 "#92c5de", 1 "#f4a582")
unset colorbox
unset tics
set size ratio -1
set xrange [-1.2:1.2]
set yrange [-1.2:1.2]
set border 31 linecolor "#555555"
set style line 1 pointtype 7 pointsize 0.7 linecolor "#2166ac"
set style line 2 pointtype 7 pointsize 0.7 linecolor "#b2182b"
inner(r) = r == 0 ? 1 : NaN
outer(r) = r == 1 ? 1 : NaN

set multiplot layout 1,2 margins 0.02,0.98,0.11,0.91 spacing 0.03
set key outside center bottom horizontal samplen 1 spacing 1.2
do for [side = 1:2] {
    set title (side == 1 ? "linear in (x_1, x_2): a line cannot part them" : "linear in x_1^2 + x_2^2: a circle can")
    plot file index 1 using 1:2:(column(2 + side) > 0 ? 1 : 0) with image notitle, \
         "" index 0 using 1:($2 * inner($3)) with points linestyle 1 title "inner ring", \
         "" index 0 using 1:($2 * outer($3)) with points linestyle 2 title "outer ring"
}
unset multiplot
