package {{applicationId}}.shell.screens

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.drawable.AdaptiveIconDrawable
import android.view.View
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.compose.ui.node.RootForTest
import androidx.compose.ui.platform.ViewRootForTest
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.test.core.app.ActivityScenario
import java.awt.image.BufferedImage
import java.awt.image.IndexColorModel
import java.io.File
import java.util.TimeZone
import javax.imageio.IIOImage
import javax.imageio.ImageIO
import javax.imageio.ImageWriteParam
import kotlin.math.abs
import kotlin.time.Instant
import org.junit.Assert.fail
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import {{applicationId}}.R
import {{applicationId}}.core.session.AppState
import {{applicationId}}.core.session.AppUiState
import {{applicationId}}.core.session.Notice
import {{applicationId}}.core.session.SessionError
import {{applicationId}}.core.session.SignedOutReason
import {{applicationId}}.core.session.UnlockFailure
import {{applicationId}}.core.session.UserProfile

/**
 * Draws each screen in four ways beside each other (light, dark, with a font twice as large, from right to left), and
 * compares it with the picture that somebody has looked at. README.md of test/projects says how to review and renew them.
 */
@RunWith(RobolectricTestRunner::class)
class PicturesTest {
    @get:Rule
    val compose = createEmptyComposeRule()

    private val refusal = Notice.Failed(SessionError.Refused("User is not assigned to the client application."))
    private val open = AppUiState(
        state = AppState.Active,
        profile = UserProfile("Ada Lovelace", "ada.lovelace@example.com", "ada"),
        accessTokenExpiry = Instant.parse("2026-11-26T21:45:00Z"),
        canDeleteAccount = true
    )
    private val actions = AppActions({}, {}, {}, {}, {}, {}, {}, {}, {}, {})

    @Test
    fun cover() = compare("cover", open.copy(isAway = true))

    @Test
    fun signIn() = compare("sign-in", AppUiState(AppState.SignedOut()))

    @Test
    fun ended() = compare("ended", AppUiState(AppState.SignedOut(SignedOutReason.BiometricsChanged), notice = refusal))

    @Test
    fun signingIn() = compare("signing-in", AppUiState(AppState.SigningIn))

    @Test
    fun locked() = compare("locked", AppUiState(AppState.Locked(UnlockFailure.NotEnrolled)))

    @Test
    fun unlocking() = compare("unlocking", AppUiState(AppState.Unlocking))

    @Test
    fun home() = compare("home", open)

    @Test
    fun endOfHome() = compare("home-end", open) { compose.onNodeWithText("Delete my account").performScrollTo() }

    @Test
    fun unprotected() = compare("unprotected", AppUiState(AppState.Unprotected, notice = Notice.Failed(SessionError.Offline)))

    @Test
    fun forgetting() = compare("forgetting", AppUiState(AppState.Locked())) { compose.onNodeWithText("Forget this device").performClick() }

    @Test
    fun icon() {
        val context = RuntimeEnvironment.getApplication()
        val icon = context.getDrawable(R.mipmap.ic_launcher) as AdaptiveIconDrawable
        val bitmaps = listOf(icon, icon.monochrome!!).map { drawable ->
            Bitmap.createBitmap(216, 216, Bitmap.Config.ARGB_8888).also {
                it.eraseColor(Color.GRAY)
                drawable.setBounds(0, 0, 216, 216)
                drawable.draw(Canvas(it))
            }
        }
        compareSheet("icon", sheetOf(bitmaps))
    }

    @Test
    fun settingsUnusable() = compare("settings-unusable", uiState = null)

    private class Way(val qualifiers: String, val fontScale: Float = 1f, val hasDynamicColor: Boolean = false)

    private val ways = listOf(
        Way("w360dp-h720dp-notnight-mdpi"),
        Way("w360dp-h720dp-night-mdpi"),
        Way("w360dp-h720dp-notnight-mdpi", fontScale = 2f),
        Way("ar-w360dp-h720dp-notnight-mdpi", hasDynamicColor = true)
    )

    /** Without a state, the screen of an app that has no usable settings. */
    private fun compare(name: String, uiState: AppUiState?, act: () -> Unit = {}) {
        compareSheet(name, sheetOf(ways.map { draw(it, uiState, act) }))
    }

    private fun compareSheet(name: String, sheet: BufferedImage) {
        val reviewed = File(System.getenv("REVIEWED_PICTURES"), "$name.png")
        val drawn = File(System.getenv("DRAWN_PICTURES"), "$name.png")
        write(withPalette(sheet), drawn)
        if (!reviewed.exists()) return fail("$name has no reviewed picture. Look at ${drawn.path}, and renew the pictures.")
        val share = differenceOf(sheet, ImageIO.read(reviewed))
        if (share > LIMIT) fail("$name: %.2f %% of the picture is not as it was. Look at ${drawn.path} beside ${reviewed.name}, and renew the pictures if it is right.".format(share * 100))
    }

    private fun draw(way: Way, uiState: AppUiState?, act: () -> Unit): Bitmap {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"))
        RuntimeEnvironment.setQualifiers(way.qualifiers)
        RuntimeEnvironment.setFontScale(way.fontScale)
        return ActivityScenario.launch(ComponentActivity::class.java).use { scenario ->
            lateinit var content: View
            scenario.onActivity { activity ->
                activity.setContent {
                    AppTheme(hasDynamicColor = way.hasDynamicColor) {
                        if (uiState == null) ConfigurationErrorScreen() else RootScreen(uiState, actions)
                    }
                }
                content = activity.window.decorView
            }
            compose.waitForIdle()
            act()
            compose.waitForIdle()
            val dialog = compose.onAllNodes(isDialog()).fetchSemanticsNodes().firstOrNull()?.root
            compose.runOnIdle { drawViews(content, dialog) }
        }
    }

    private fun drawViews(content: View, dialog: RootForTest?): Bitmap {
        val bitmap = Bitmap.createBitmap(content.width, content.height, Bitmap.Config.ARGB_8888)
        val canvas = Canvas(bitmap)
        content.draw(canvas)
        val window = (dialog as? ViewRootForTest)?.view?.rootView ?: return bitmap
        canvas.drawColor(Color.argb(0x99, 0, 0, 0))
        canvas.translate((content.width - window.width) / 2f, (content.height - window.height) / 2f)
        window.draw(canvas)
        return bitmap
    }

    private fun sheetOf(bitmaps: List<Bitmap>): BufferedImage {
        val (width, height) = bitmaps.first().let { it.width to it.height }
        val sheet = BufferedImage(width * bitmaps.size, height, BufferedImage.TYPE_INT_RGB)
        bitmaps.forEachIndexed { index, bitmap ->
            val pixels = IntArray(width * height).also { bitmap.getPixels(it, 0, width, 0, 0, width, height) }
            sheet.setRGB(index * width, 0, width, height, pixels, 0, width)
        }
        return sheet
    }

    /** With its commonest colours only: a fraction of the size, and nothing an eye would miss. */
    private fun withPalette(image: BufferedImage): BufferedImage {
        val pixels = pixelsOf(image)
        val byFrequency = pixels.asList().groupingBy { it }.eachCount().entries.sortedByDescending { it.value }
        val palette = byFrequency.take(COLORS / 4).map { it.key }.toMutableList()
        for ((color) in byFrequency) {
            if (palette.size < COLORS && palette.all { distance(it, color) > 16 }) palette += color
        }
        val nearest = HashMap<Int, Int>()
        val model = IndexColorModel(6, palette.size, IntArray(palette.size) { palette[it] }, 0, false, -1, 0)
        val indexed = BufferedImage(image.width, image.height, BufferedImage.TYPE_BYTE_INDEXED, model)
        val raster = indexed.raster
        pixels.forEachIndexed { at, pixel ->
            val index = nearest.getOrPut(pixel) { palette.indices.minBy { distance(palette[it], pixel) } }
            raster.setSample(at % image.width, at / image.width, 0, index)
        }
        return indexed
    }

    private fun write(image: BufferedImage, file: File) {
        val writer = ImageIO.getImageWritersByFormatName("png").next()
        val smallest = writer.defaultWriteParam.apply {
            compressionMode = ImageWriteParam.MODE_EXPLICIT
            compressionQuality = 0f
        }
        file.delete()
        ImageIO.createImageOutputStream(file).use {
            writer.output = it
            writer.write(null, IIOImage(image, null, null), smallest)
        }
    }

    private fun differenceOf(one: BufferedImage, other: BufferedImage): Double {
        if (one.width != other.width || one.height != other.height) return 1.0
        val (left, right) = pixelsOf(one) to pixelsOf(other)
        return left.indices.count { distance(left[it], right[it]) > TOLERANCE } / left.size.toDouble()
    }

    private fun pixelsOf(image: BufferedImage) =
        image.getRGB(0, 0, image.width, image.height, null, 0, image.width).map { it and 0xFFFFFF }.toIntArray()

    /** The greatest of the differences of red, green and blue. */
    private fun distance(one: Int, other: Int) =
        listOf(16, 8, 0).maxOf { abs((one shr it and 0xFF) - (other shr it and 0xFF)) }

    private companion object {
        const val COLORS = 64
        const val TOLERANCE = 64
        const val LIMIT = 0.0001
    }
}
